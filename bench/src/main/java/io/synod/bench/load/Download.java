package io.synod.bench.load;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A call whose answer is too long to be kept. */
final class Download extends Exchange {
  private final CompletableFuture<Long> bytes = new CompletableFuture<>();

  /** Completes with the answer's length, or fails with an {@link IOException}. */
  CompletableFuture<Long> bytes() {
    return bytes;
  }

  @Override
  void ended() {
    if (fault != null) {
      bytes.completeExceptionally(new IOException(fault));
    } else {
      bytes.complete((long) answerBytes - Http2.GRPC_PREFIX);
    }
  }
}
