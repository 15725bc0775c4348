package io.synod.server.front;

import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * A message to a client, whose bytes are made as they can be sent. One thread at a time uses it:
 * the event loop, or a worker for as long as it makes a piece.
 */
public interface Content extends AutoCloseable {

  /** A message that is there as a whole, and is small. */
  static Content of(MessageLite message) {
    return new MessageContent(message);
  }

  /** How many bytes it has in all. */
  long size();

  /**
   * Writes the bytes that come next until the buffer is full.
   *
   * @throws RuntimeException if that cannot be done
   */
  void write(ByteBuffer out);

  /**
   * Appends the bytes that come next to a buffer.
   *
   * @throws IllegalStateException if there are fewer: a client must not get what lay there before
   */
  default void append(ByteBuf out, int length) {
    ByteBuffer room = out.ensureWritable(length).internalNioBuffer(out.writerIndex(), length);
    write(room);
    if (room.hasRemaining()) {
      throw new IllegalStateException("An answer is shorter than it said.");
    }
    out.writerIndex(out.writerIndex() + length);
  }

  /** How many bytes it keeps on the heap that it could do without until the next call. */
  long held();

  /** Keeps none of them. */
  void letGo();

  /** Nothing more is wanted of it. */
  @Override
  void close();
}
