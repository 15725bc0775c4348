package io.synod.server;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.node.Failure;
import io.synod.node.member.MemberStatus;
import io.synod.node.member.Survey;
import io.synod.node.registers.Registers;
import io.synod.node.requests.Reply;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cluster of one that agrees with itself at once, or fails the way it is told to. */
final class FakeEngine implements Engine, AutoCloseable {

  static final long ROUND = 7;

  private final ExecutorService apply = Executors.newSingleThreadExecutor();
  private final EtcdStore store;
  private final MemberId id;
  private volatile @Nullable Failure failure;
  private volatile Optional<MemberId> leader;
  private volatile boolean stubborn;
  private CountDownLatch held = new CountDownLatch(0);
  private final AtomicLong slot = new AtomicLong();
  private final AtomicInteger longestCommand = new AtomicInteger();
  private final List<MemberId> handedOver = new CopyOnWriteArrayList<>();

  FakeEngine(EtcdStore store, MemberId id) {
    this.store = store;
    this.id = id;
    this.leader = Optional.of(id);
  }

  /** From now on nothing succeeds; null ends that. */
  void failWith(@Nullable Failure failure) {
    this.failure = failure;
  }

  /** Nothing is done from now on until {@link #release}. */
  void hold() {
    held = new CountDownLatch(1);
    CountDownLatch latch = held;
    apply.execute(() -> {
      try {
        latch.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  void release() {
    held.countDown();
  }

  /** Returns when everything that was asked before is done. */
  void settle() throws InterruptedException {
    try {
      apply.submit(() -> {}).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whoever is handed the lead does not take it. */
  void keepLead() {
    stubborn = true;
  }

  /** To whom the lead was handed, in order. */
  List<MemberId> handedOver() {
    return handedOver;
  }

  void loseLeader() {
    leader = Optional.empty();
  }

  /** How many bytes the longest command had. */
  int longestCommand() {
    return longestCommand.get();
  }

  @Override
  public void propose(Bytes command, Executor executor, Reply<Outcome> reply) {
    int _ = longestCommand.accumulateAndGet(command.length(), Math::max);
    apply.execute(() -> {
      Failure failed = failure;
      if (failed != null) {
        executor.execute(() -> reply.failed(failed));
        return;
      }
      Outcome outcome = Objects.requireNonNull(store.apply(command, true));
      commit();
      executor.execute(() -> reply.done(outcome));
    });
  }

  private void commit() {
    try {
      store.commit(slot.incrementAndGet(), Map.of());
      while (store.tidy() == 0) {
        // There is more.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(Executor executor, Reply<Long> reply) {
    apply.execute(() -> {
      Failure failed = failure;
      executor.execute(failed == null ? () -> reply.done(slot.get()) : () -> reply.failed(failed));
    });
  }

  @Override
  public void handOver(MemberId to) {
    handedOver.add(to);
    if (!stubborn) {
      leader = Optional.of(to);
    }
  }

  @Override
  public Registers registers() {
    return new Registers(
        (kind, name, value, reply) -> reply.failed().accept(Failure.STOPPED),
        (after, most) -> CompletableFuture.completedFuture(List.of()));
  }

  @Override
  public MemberStatus status() {
    return new MemberStatus(
        id, new Ballot(ROUND, id), leader, slot.get(), slot.get(), slot.get(), 4_096, 99, false);
  }

  @Override
  public void survey(Consumer<Survey> to) {
    apply.execute(
        () -> to.accept(new Survey(0, slot.get(), true, List.of(), List.of(), List.of())));
  }

  @Override
  public void onElection(Runnable listener) {
    // There are none.
  }

  @Override
  public void close() {
    release();
    apply.close();
    store.close();
  }
}
