package io.synod.node.peers;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.synod.core.Message;
import java.io.IOException;

/** Frames: four bytes of length, then so many bytes. */
final class Frames {

  /** More than the largest command, snapshot piece or batch. */
  private static final int MAX_FRAME = 128 << 20;

  private Frames() {}

  static ChannelHandler decoder() {
    return new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, 4, 0, 4);
  }

  static ByteBuf encode(Message message, ByteBufAllocator allocator) throws IOException {
    MessageCodec.Sized sized = MessageCodec.size(message);
    int size = sized.size();
    ByteBuf frame = allocator.directBuffer(4 + size);
    frame.writeInt(size);
    CodedOutputStream out = CodedOutputStream.newInstance(frame.nioBuffer(4, size));
    sized.writeTo(out);
    out.checkNoSpaceLeft();
    return frame.writerIndex(4 + size);
  }

  static ByteBuf encode(MessageLite message, ByteBufAllocator allocator) throws IOException {
    int size = message.getSerializedSize();
    ByteBuf frame = allocator.directBuffer(4 + size);
    frame.writeInt(size);
    CodedOutputStream out = CodedOutputStream.newInstance(frame.nioBuffer(4, size));
    message.writeTo(out);
    out.checkNoSpaceLeft();
    return frame.writerIndex(4 + size);
  }

  static CodedInputStream input(ByteBuf frame) {
    return CodedInputStream.newInstance(frame.nioBuffer());
  }
}
