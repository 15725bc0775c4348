package io.synod.server.lock;

import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what comes later to a call that may be over by then. */
final class Answers {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Goes on with a result, or ends the call as the future failed. */
  static <T> void to(Call call, CompletableFuture<T> future, Consumer<T> then) {
    to(call, future, then, () -> {});
  }

  /**
   * The same.
   *
   * @param tooLate what to do with a result for which the call is over
   */
  static <T> void to(Call call, CompletableFuture<T> future, Consumer<T> then, Runnable tooLate) {
    var _ =
        future.whenComplete((result, failure) -> {
          if (failure != null) {
            call.fail(status(failure));
          } else if (call.isOver()) {
            tooLate.run();
          } else {
            accept(call, result, then);
          }
        });
  }

  private static <T> void accept(Call call, T result, Consumer<T> then) {
    try {
      then.accept(result);
    } catch (RuntimeException e) {
      log.error("A call could not go on.", e);
      call.fail(GrpcStatus.BROKEN);
    }
  }

  static GrpcStatus status(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof LockException refused) {
      return refused.status();
    }
    log.error("A call failed.", cause);
    return GrpcStatus.BROKEN;
  }
}
