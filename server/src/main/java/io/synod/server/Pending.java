package io.synod.server;

import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.store.request.RefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call that waits for the member, and what is done when it answers. A call that is given up keeps
 * nothing but its place.
 *
 * @param <R> what the member answers
 */
final class Pending<R> implements Reply<R> {

  /** Answers a call. */
  interface Answer<R> {
    void give(R result) throws RefusedException;
  }

  private static final Logger log = LoggerFactory.getLogger(Pending.class);

  private final Call call;
  private @Nullable Answer<R> answer;

  Pending(Call call, Answer<R> answer) {
    this.call = call;
    this.answer = answer;
    call.whenOver(() -> this.answer = null);
  }

  @Override
  public void done(R result) {
    Answer<R> wanted = answer;
    if (wanted == null) {
      return;
    }
    try {
      wanted.give(result);
    } catch (RefusedException e) {
      call.fail(GrpcStatus.of(e.refusal()));
    } catch (RuntimeException e) {
      log.error("An answer could not be made.", e);
      call.fail(GrpcStatus.BROKEN);
    }
  }

  @Override
  public void failed(Failure failure) {
    call.fail(status(failure));
  }

  static GrpcStatus status(Failure failure) {
    return switch (failure) {
      case TIMED_OUT -> GrpcStatus.TIMED_OUT;
      case NO_LEADER -> GrpcStatus.NO_LEADER;
      case TOO_MANY -> GrpcStatus.TOO_MANY;
      case NO_SPACE -> GrpcStatus.NO_SPACE;
      case UNKNOWN -> GrpcStatus.LEADER_FAILED;
      case STOPPED -> GrpcStatus.STOPPED;
    };
  }
}
