package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** A call whose answer is wanted. */
final class OneCall extends Exchange {
  private final CompletableFuture<byte[]> answer = new CompletableFuture<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  /** Completes with the answer's message, or fails with an {@link IOException}. */
  CompletableFuture<byte[]> answer() {
    return answer;
  }

  @Override
  void received(ByteBuf piece) {
    super.received(piece);
    byte[] bytes = new byte[piece.readableBytes()];
    piece.readBytes(bytes);
    received.writeBytes(bytes);
  }

  @Override
  void ended() {
    if (fault != null) {
      answer.completeExceptionally(new IOException(fault));
    } else {
      byte[] all = received.toByteArray();
      answer.complete(Arrays.copyOfRange(all, Http2.GRPC_PREFIX, all.length));
    }
  }
}
