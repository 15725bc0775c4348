package io.synod.core.register;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.RegisterMessage;
import io.synod.core.Round;
import io.synod.core.Value;
import io.synod.core.decree.PhaseOne;
import io.synod.core.decree.PhaseTwo;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This member as a proposer of one register: phase 1, phase 2, and a higher ballot after a delay
 * when it was outbid.
 *
 * <p>No ballot of a member stands for two proposals: it asks to accept only after its own promise
 * for the ballot is durable, and begins above whatever it has promised, after a restart too. (The
 * log waits with the prepare already. Here it leaves at once: a prepare that was sent twice, before
 * and after a restart, asks for one promise, and no value was proposed in between.)
 *
 * <p>Invariant 10: it proposes one value under a ballot, none before phase 1 is complete.
 */
final class Proposer {

  private static final long NEVER = Long.MAX_VALUE;

  /** A register is a log of one decree. */
  private static final long DECREE = 1;

  private final MemberId self;
  private final String name;
  private final Quorums quorums;
  private final Post post;
  private final Backoff backoff;

  /** What to propose if phase 1 leaves it free; null if nobody here wants anything chosen. */
  private final Supplier<@Nullable Value> wish;

  private Ballot ballot = Ballot.NONE;
  private Ballot newest = Ballot.NONE;
  private PhaseOne phaseOne;
  private PhaseTwo phaseTwo;
  private @Nullable Value proposal;
  private int rounds;
  private long sentAt;

  /** A delay that begins with the next tick; negative if there is none. */
  private long delay = -1;

  private long retryAt = NEVER;

  /** A round is to begin as soon as the register is at hand. */
  private boolean called;

  Proposer(
      MemberId self,
      String name,
      Quorums quorums,
      Post post,
      Backoff backoff,
      Supplier<@Nullable Value> wish) {
    this.self = self;
    this.name = name;
    this.quorums = quorums;
    this.post = post;
    this.backoff = backoff;
    this.wish = wish;
    this.phaseOne = new PhaseOne(quorums);
    this.phaseTwo = new PhaseTwo(quorums);
  }

  /** How many rounds it has begun. */
  int rounds() {
    return rounds;
  }

  /** Whether a round has to be begun that nobody is about to begin; says so once. */
  boolean call() {
    boolean first = !called;
    called = true;
    return first;
  }

  /** It could not be begun, and is to be tried again. */
  void beginAgain() {
    called = false;
    delay = -1;
    retryAt = NEVER;
    beginLater();
  }

  /** Phase 1 of a ballot above all that are known, {@code promised} by this member among them. */
  void begin(Ballot promised, long now) {
    if (promised.isNewerThan(newest)) {
      newest = promised;
    }
    ballot = newest.nextFor(self);
    newest = ballot;
    phaseOne = new PhaseOne(quorums);
    phaseTwo = new PhaseTwo(quorums);
    proposal = null;
    rounds++;
    called = false;
    delay = -1;
    retryAt = NEVER;
    sentAt = now;
    post.sendToAll(name, new RegisterMessage.Prepare(ballot));
  }

  /** The round begins after a delay, so that whoever is at work may end it before. */
  void beginLater() {
    if (delay < 0 && retryAt == NEVER) {
      delay = backoff.draw(rounds);
    }
  }

  /** A member has promised. */
  void onPromise(MemberId from, RegisterMessage.Promise promise) {
    if (promise.ballot().equals(ballot) && proposal == null) {
      if (promise.accepted() != null) {
        phaseOne.reported(DECREE, promise.accepted());
      }
      phaseOne.promised(from);
    }
  }

  /** Whether phase 1 is over, and phase 2 has not begun. */
  boolean mayPropose() {
    return proposal == null && phaseOne.isComplete() && phaseOne.hasPromised(self);
  }

  /**
   * Phase 2, once it may begin.
   *
   * @return false if there is nothing to propose: nothing was chosen when this round began
   */
  boolean propose(long now) {
    Value bound = phaseOne.mustPropose(DECREE);
    Value value = bound == null ? wish.get() : bound;
    if (value == null) {
      return false;
    }
    proposal = value;
    sentAt = now;
    post.sendToAll(name, new RegisterMessage.Accept(ballot, value));
    return true;
  }

  /** A member has accepted, durably. */
  void onAccepted(MemberId from, RegisterMessage.Accepted accepted) {
    if (accepted.ballot().equals(ballot) && proposal != null) {
      phaseTwo.accepted(from, DECREE);
    }
  }

  /** The value that is chosen under this ballot, or null. */
  @Nullable Value chosen() {
    return phaseTwo.chosenUpTo() >= DECREE ? proposal : null;
  }

  Ballot ballot() {
    return ballot;
  }

  /** How far it has come. */
  Round round() {
    return proposal == null
        ? new Round(ballot, false, phaseOne.members())
        : new Round(ballot, true, phaseTwo.members(DECREE));
  }

  /**
   * A member has promised a newer ballot. The round may still come to its end without that member;
   * if it does not within a delay, another begins.
   */
  void onReject(RegisterMessage.Reject reject) {
    if (reject.promised().isNewerThan(newest)) {
      newest = reject.promised();
    }
    if (reject.ballot().equals(ballot)) {
      beginLater();
    }
  }

  /** Time has passed; whether another round is due that nobody is about to begin. */
  boolean isDue(long now) {
    if (delay >= 0) {
      retryAt = now + delay;
      delay = -1;
    }
    return !called && retryAt <= now;
  }

  /** When it wants to hear the time: not while the register is being looked up. */
  long tickBy() {
    if (called) {
      return NEVER;
    }
    return delay >= 0 ? Long.MIN_VALUE : retryAt;
  }

  /** Says again what may have been lost. */
  void repeat(long now, long patience) {
    if (rounds == 0 || now - sentAt < patience) {
      return;
    }
    sentAt = now;
    Value value = proposal;
    for (MemberId member : quorums.members()) {
      if (value != null && !phaseTwo.hasAccepted(member)) {
        post.send(member, name, new RegisterMessage.Accept(ballot, value));
      } else if (value == null && !phaseOne.hasPromised(member)) {
        post.send(member, name, new RegisterMessage.Prepare(ballot));
      }
    }
  }
}
