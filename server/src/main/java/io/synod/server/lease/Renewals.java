package io.synod.server.lease;

import io.synod.core.Bytes;
import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.StreamCall;
import io.synod.store.Outcome;
import io.synod.store.answer.Answer;
import io.synod.store.request.Commands;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.ResponseHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leases that this member's clients want to keep. One command renews all that wait; those that
 * come while it is under way go into the next. Any thread may call any method.
 */
public final class Renewals {

  private static final Logger log = LoggerFactory.getLogger(Renewals.class);

  /** How many one command renews: a few milliseconds' worth, for which other requests wait. */
  private static final int MOST_TOGETHER = 1_000;

  /** How many may wait. */
  private static final int MOST_WAITING = 400_000;

  /** Has a command chosen and applied; the reply is given on the executor. */
  @FunctionalInterface
  public interface Proposer {
    /** Proposes one. */
    void propose(Bytes command, Executor executor, Reply<Outcome> reply);
  }

  private record Wanted(long lease, KeepAlives stream) {}

  private final Proposer proposer;
  private final Function<Failure, GrpcStatus> failures;
  private final LongFunction<ResponseHeader> headers;
  private final Queue<Wanted> waiting = new ArrayDeque<>();
  private boolean underWay;

  /**
   * Nobody wants any.
   *
   * @param failures how a stream ends when there is no answer
   * @param headers the header of a response at a revision
   */
  public Renewals(
      Proposer proposer,
      Function<Failure, GrpcStatus> failures,
      LongFunction<ResponseHeader> headers) {
    this.proposer = proposer;
    this.failures = failures;
    this.headers = headers;
  }

  /** A client opens a stream. */
  public StreamCall.Session open(StreamCall call) {
    return new KeepAlives(call, this);
  }

  /** Wants a lease renewed; answers whether there was room for that. */
  boolean want(long lease, KeepAlives stream) {
    synchronized (this) {
      if (waiting.size() >= MOST_WAITING) {
        return false;
      }
      waiting.add(new Wanted(lease, stream));
      if (underWay) {
        return true;
      }
      underWay = true;
    }
    next();
    return true;
  }

  private void next() {
    List<Wanted> batch = take();
    if (batch.isEmpty()) {
      return;
    }
    LeaseRenewal.Builder renewal = LeaseRenewal.newBuilder();
    batch.forEach(wanted -> renewal.addIds(wanted.lease));
    proposer.propose(
        Commands.encode(renewal.build()),
        batch.getFirst().stream.eventLoop(),
        new Reply<>() {
          @Override
          public void done(Outcome outcome) {
            next();
            answer(batch, outcome);
          }

          @Override
          public void failed(Failure failure) {
            next();
            GrpcStatus status = failures.apply(failure);
            forEachLoop(batch, (wanted, _) -> wanted.stream.fail(status));
          }
        });
  }

  private synchronized List<Wanted> take() {
    List<Wanted> batch = new ArrayList<>(Math.min(waiting.size(), MOST_TOGETHER));
    while (batch.size() < MOST_TOGETHER && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    underWay = !batch.isEmpty();
    return batch;
  }

  private void answer(List<Wanted> batch, Outcome outcome) {
    switch (outcome) {
      case Outcome.Ok(Answer.Renewed renewed) -> {
        ResponseHeader header = headers.apply(renewed.revision());
        forEachLoop(
            batch,
            (wanted, place) ->
                wanted.stream.answer(header, wanted.lease, renewed.ttls().get(place)));
      }
      case Outcome.Refused refused -> {
        GrpcStatus status = GrpcStatus.of(refused.refusal());
        forEachLoop(batch, (wanted, _) -> wanted.stream.fail(status));
      }
      case Outcome.Ok ok -> {
        log.error("A renewal of leases was answered by {}.", ok.answer());
        forEachLoop(batch, (wanted, _) -> wanted.stream.fail(GrpcStatus.BROKEN));
      }
    }
  }

  private interface Teller {
    void tell(Wanted wanted, int place);
  }

  /** Tells all of one event loop at once, on that loop. */
  private static void forEachLoop(List<Wanted> batch, Teller teller) {
    Map<Executor, List<Runnable>> byLoop = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Wanted wanted = batch.get(i);
      int place = i;
      byLoop
          .computeIfAbsent(wanted.stream.eventLoop(), _ -> new ArrayList<>())
          .add(() -> teller.tell(wanted, place));
    }
    byLoop.forEach((loop, tasks) -> {
      try {
        loop.execute(() -> tasks.forEach(Runnable::run));
      } catch (RejectedExecutionException e) {
        log.debug("The server stops; nobody waits for leases any more.", e);
      }
    });
  }
}
