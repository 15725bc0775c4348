package io.synod.store;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.node.Failure;
import io.synod.node.member.MemberStatus;
import io.synod.node.requests.Reply;
import io.synod.store.answer.Answer;
import io.synod.store.lease.LeaseTime;
import io.synod.store.request.Commands;
import io.synod.store.wire.LeaseTick;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the time of leases pass while this member leads: now and then it proposes how much of its
 * own time has gone by. Everything happens on the thread of its timer, but for {@link #start}.
 *
 * <p>No time is told twice, and none that nobody may have noticed: what goes by before the first
 * tick under a ballot is applied, after a tick that nobody knows the fate of, or while this process
 * stands still, is not told at all. So leases end late rather than early.
 */
public final class LeaseTicker {

  /** How often it proposes, in milliseconds. */
  public static final long INTERVAL = LeaseTime.MOST_PER_TICK / 2;

  /** Has commands chosen and applied; calls the reply on the timer's thread. */
  @FunctionalInterface
  public interface Proposer {
    /** Proposes one. */
    void propose(Bytes command, Reply<Outcome> reply);
  }

  /** Does something later, always on the same thread. */
  @FunctionalInterface
  public interface Timer {
    /** Does it once so many milliseconds have gone by, unless everything ends before. */
    void after(long millis, Runnable task);
  }

  private final EtcdStore store;
  private final Supplier<MemberStatus> status;
  private final Proposer proposer;
  private final LongSupplier clock;
  private final Timer timer;

  /** The ballot under which time is told; null if this member does not. */
  private @Nullable Ballot ballot;

  /** Up to when time has been told; null if it is yet to begin. */
  private @Nullable Long told;

  /** Never used twice, under whatever ballot. */
  private long number;

  private boolean underWay;
  private long expected;

  /**
   * Nothing happens before {@link #start}.
   *
   * @param status how the member stands
   * @param clock milliseconds since some moment; never goes back
   */
  public LeaseTicker(
      EtcdStore store,
      Supplier<MemberStatus> status,
      Proposer proposer,
      LongSupplier clock,
      Timer timer) {
    this.store = store;
    this.status = status;
    this.proposer = proposer;
    this.clock = clock;
    this.timer = timer;
  }

  /** Begins, once. */
  public void start() {
    expected = clock.getAsLong() + INTERVAL;
    timer.after(INTERVAL, this::beat);
  }

  private void beat() {
    long now = clock.getAsLong();
    noticeStandstill(now);
    expected = now + INTERVAL;
    timer.after(INTERVAL, this::beat);
    if (!underWay) {
      tick(now);
    }
  }

  /** What clients asked in the meantime comes before any more time. */
  private void noticeStandstill(long now) {
    if (now - expected > INTERVAL) {
      told = null;
    }
  }

  private void tick(long now) {
    MemberStatus standing = status.get();
    if (!leads(standing) || store.leases().isEmpty()) {
      ballot = null;
      return;
    }
    if (!standing.ballot().equals(ballot)) {
      ballot = standing.ballot();
      told = null;
    }
    Long since = told;
    long elapsed = since == null ? 0 : now - since;
    number++;
    underWay = true;
    proposer.propose(
        Commands.encode(
            LeaseTick.newBuilder()
                .setRound(standing.ballot().round())
                .setMember(standing.ballot().member().value())
                .setNumber(number)
                .setElapsedMillis(elapsed)
                .build()),
        new Told(since == null ? null : now));
  }

  private static boolean leads(MemberStatus standing) {
    return standing.leader().isPresent()
        && standing.leader().get().equals(standing.id())
        && standing.ballot().member().equals(standing.id());
  }

  /** What becomes of a tick. */
  private final class Told implements Reply<Outcome> {
    private final @Nullable Long upTo;

    /**
     * A tick is on its way.
     *
     * @param upTo when the time that it tells ends; null if it tells none
     */
    Told(@Nullable Long upTo) {
      this.upTo = upTo;
    }

    @Override
    public void done(Outcome outcome) {
      underWay = false;
      long now = clock.getAsLong();
      // Whatever was told under other ballots was measured before the first tick was applied.
      told = upTo == null ? Long.valueOf(now) : upTo;
      noticeStandstill(now);
      if (outcome instanceof Outcome.Ok(Answer.Ticked ticked) && ticked.more()) {
        tick(now);
      }
    }

    @Override
    public void failed(Failure failure) {
      underWay = false;
      told = null;
    }
  }
}
