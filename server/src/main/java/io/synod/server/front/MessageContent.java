package io.synod.server.front;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message that is there as a whole, and is small. */
final class MessageContent implements Content {

  private final MessageLite message;
  private @Nullable ByteBuffer bytes;

  MessageContent(MessageLite message) {
    this.message = message;
  }

  @Override
  public long size() {
    return message.getSerializedSize();
  }

  @Override
  public void write(ByteBuffer out) {
    if (bytes == null && out.remaining() >= message.getSerializedSize()) {
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      try {
        message.writeTo(coded);
        coded.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("A message does not fit the room that was made for it.", e);
      }
      return;
    }
    ByteBuffer rest = bytes;
    if (rest == null) {
      rest = ByteBuffer.wrap(message.toByteArray());
      bytes = rest;
    }
    int length = Math.min(rest.remaining(), out.remaining());
    out.put(rest.slice(rest.position(), length));
    rest.position(rest.position() + length);
  }

  @Override
  public long held() {
    return 0;
  }

  @Override
  public void letGo() {
    // It is small.
  }

  @Override
  public void close() {
    // There is nothing to give back.
  }
}
