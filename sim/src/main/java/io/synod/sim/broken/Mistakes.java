package io.synod.sim.broken;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Value;
import io.synod.core.decree.AcceptorRule;
import io.synod.core.decree.PhaseOne;
import io.synod.core.decree.PhaseTwo;
import io.synod.core.election.Election;
import io.synod.core.log.Leader;
import io.synod.core.log.Learner;
import io.synod.core.log.Slots;
import io.synod.core.read.WaitingReads;
import io.synod.core.replica.Recovery;
import io.synod.sim.chance.Chance;
import io.synod.sim.disk.RecordDisk;
import io.synod.sim.machine.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the broken classes call in place of what they should: one method for each mistake, with the
 * receiver of the right call as its first parameter.
 */
public final class Mistakes {

  /** For each leader's ballot its latest round of confirmation. */
  private static final Map<Ballot, Long> ROUNDS = new TreeMap<>();

  private Mistakes() {}

  // Recovery and disks.

  /** Promises are not read back from the journal. */
  public static void replayNoPromise(Recovery recovery, Record record) {
    if (!(record instanceof Record.Promised)) {
      recovery.replay(record);
    }
  }

  /** Of what was accepted only what is known to be chosen is read back. */
  public static Slots onlyChosenSlots(Recovery recovery) {
    Slots all = Slots.class.cast(Inside.call(recovery, "slots"));
    Slots chosen = new Slots(all.trimmed());
    long known = Inside.field(recovery, "chosen", Long.class);
    for (long slot = all.trimmed() + 1; slot <= Math.min(all.last(), known); slot++) {
      chosen.put(slot, all.get(slot));
    }
    return chosen;
  }

  /** A batch that was not whole is read all the same, but for a record in its middle. */
  public static List<Record> survivorsWithHole(List<Record> written, Chance chance) {
    List<Record> kept = new ArrayList<>(written);
    if (kept.size() > 1) {
      kept.remove(chance.below(kept.size() - 1));
    }
    return kept;
  }

  /** The journal is trimmed up to what is applied, which is not durable. */
  public static void trimWithoutSaving(RecordDisk<Machine> disk, long slot, Object image) {}

  /** A disk that forgets how often its member started. */
  public static int firstBoot(RecordDisk<Machine> disk) {
    return 1;
  }

  /** A snapshot says that it holds one slot more than it does. */
  public static Machine labelledLate(Machine machine) {
    return labelled(machine, 1);
  }

  /** A snapshot says that it holds one slot less than it does. */
  public static Machine labelledEarly(Machine machine) {
    return labelled(machine, -1);
  }

  private static Machine labelled(Machine machine, int error) {
    Machine copy = machine.copy();
    try {
      var slot = Machine.class.getDeclaredField("slot");
      slot.setAccessible(true);
      slot.setLong(copy, machine.slot() + error);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Machine has changed: " + e, e);
    }
    return copy;
  }

  /** A snapshot is installed, be it older than the state. */
  public static boolean anySnapshot(Machine snapshot, Machine state) {
    return snapshot.slot() != state.slot();
  }

  /** Not this time, and never. */
  public static boolean no(Object any) {
    return false;
  }

  // The acceptor.

  /** An older ballot is as good as the promise. */
  public static AcceptorRule olderIsCurrent(Ballot promised, Ballot ballot) {
    AcceptorRule rule = AcceptorRule.judge(promised, ballot);
    return rule == AcceptorRule.OLDER ? AcceptorRule.CURRENT : rule;
  }

  /** Ballots are compared by their rounds alone. */
  public static AcceptorRule judgeRounds(Ballot promised, Ballot ballot) {
    int order = Long.compare(ballot.round(), promised.round());
    return order < 0 ? AcceptorRule.OLDER : AcceptorRule.NEWER;
  }

  /** A message that should wait for the disk leaves at once. */
  public static void sendNow(Outbox out, MemberId to, Message message) {
    out.send(to, message);
  }

  /** Ballots are not told apart. */
  public static boolean sameBallot(Ballot one, Object other) {
    return true;
  }

  // Phase 1.

  /** The first report of a slot is adopted. */
  public static void reportFirst(PhaseOne phase, long decree, AcceptedValue accepted) {
    if (phase.mustPropose(decree) == null) {
      phase.reported(decree, accepted);
    }
  }

  /** The last report of a slot is adopted. */
  public static void reportLast(PhaseOne phase, long decree, AcceptedValue accepted) {
    phase.reported(
        decree, new AcceptedValue(new Ballot(round++, new MemberId(1)), accepted.value()));
  }

  private static long round = 1;

  /** Nothing that others report is adopted. */
  public static void reportNothing(PhaseOne phase, long decree, AcceptedValue accepted) {}

  /** What others report is taken for a hole. */
  public static void reportNoOp(PhaseOne phase, long decree, AcceptedValue accepted) {
    phase.reported(decree, new AcceptedValue(accepted.ballot(), Value.NO_OP));
  }

  /** Only the first open slot is looked at. */
  public static long firstSlotOnly(PhaseOne phase, long otherwise) {
    return otherwise;
  }

  /** Phase 1 is always complete. */
  public static boolean yes(Object any) {
    return true;
  }

  /** Nobody is ahead. */
  public static @Nullable MemberId nobodyAhead(Object candidate, long chosen) {
    return null;
  }

  /** A ballot of the own is used again. */
  public static Ballot sameRound(Ballot newest, MemberId self) {
    return newest.member().equals(self) && newest.round() > 0 ? newest : newest.nextFor(self);
  }

  // Quorums and phase 2.

  /** Half of the members are enough. */
  public static int half(Quorums quorums) {
    return (quorums.members().size() + 1) / 2;
  }

  /** One member less than a quorum is enough. */
  public static int almostQuorum(Quorums quorums) {
    return Math.max(1, quorums.size() - 1);
  }

  /** Half of the members are enough. */
  public static boolean isHalf(Quorums quorums, Collection<MemberId> some) {
    int voters = 0;
    for (MemberId member : quorums.members()) {
      voters += some.contains(member) ? 1 : 0;
    }
    return voters >= half(quorums);
  }

  /** One member less than a quorum is enough. */
  public static boolean isAlmostQuorum(Quorums quorums, Collection<MemberId> some) {
    return some.size() >= Math.max(1, quorums.size() - 1);
  }

  /** One member is enough. */
  public static boolean isAnybody(Quorums quorums, Collection<MemberId> some) {
    return !some.isEmpty();
  }

  private static @Nullable PhaseTwo counting;
  private static long repeated;

  /** Who acknowledges the same twice counts for two. */
  public static void countTwice(PhaseTwo phase, MemberId member, long upTo) {
    phase.accepted(member, upTo);
    if (counting == phase && repeated == upTo * 16 + member.value()) {
      phase.accepted(new MemberId(member.value() == 1 ? 2 : 1), upTo);
    }
    counting = phase;
    repeated = upTo * 16 + member.value();
  }

  /** The own acceptance counts before the disk has it. */
  public static long noRecord(Object accept) {
    return 0;
  }

  /** There is never a gap. */
  public static boolean noGap(Message.Accepted accepted) {
    return false;
  }

  // The learner.

  /** A heartbeat says that slots are chosen: what is held in them must be what was chosen. */
  public static void believeHeartbeat(Learner learner, long slot) {
    learner.announced(slot);
    learner.advance(Math.min(slot, Inside.field(learner, "slots", Slots.class).last()));
  }

  /** A leader learns like anybody else. */
  public static void learnAlways(Object replica, MemberId from, Message.Learned learned) {
    Inside.call(Inside.field(replica, "follower", Object.class), "onLearned", from, learned);
  }

  /** Whoever leads goes on leading. */
  public static void installAndLead(Object replica, long slot) {
    Inside.field(replica, "learner", Learner.class).onInstalled(slot);
  }

  /** What is learned counts as accepted under no ballot. */
  public static void learnAsOld(Slots slots, long slot, Value value) {
    slots.put(slot, new AcceptedValue(Ballot.NONE, value));
  }

  /** A command is applied whether it was applied before or not. */
  public static boolean admitAll(Object sessions, Command command) {
    return true;
  }

  // Reads.

  /** Notes the round that is asked about. */
  public static void sendConfirm(Outbox out, MemberId to, Message message) {
    if (message instanceof Message.Confirm confirm) {
      ROUNDS.put(confirm.ballot(), confirm.round());
    }
    out.send(to, message);
  }

  /** Every confirmation is one of the latest round. */
  public static long latestRound(Message.Confirmed confirmed) {
    return ROUNDS.getOrDefault(confirmed.ballot(), confirmed.round());
  }

  /** Confirmations of earlier rounds stay. */
  public static void keep(Collection<MemberId> confirmed) {}

  /** A grant answers reads that came after it had been asked for. */
  public static void allReadsReady(Outbox out, long upTo, long slot) {
    out.readReady(Long.MAX_VALUE, slot);
  }

  /** A leader believes that it knows everything older. */
  public static boolean knowsAll(Leader leader) {
    return true;
  }

  /** A read need not wait for its slot to be applied. */
  public static void readyAtOnce(Object desk, long upTo, long slot) {
    Inside.call(desk, "ready", upTo, 0L);
  }

  // Relays.

  private static @Nullable Object relay;
  private static long grantedBefore;

  /** A relay grants what it knows to be chosen itself. */
  public static void grantUnasked(Object follower, MemberId from, Message.ReadRequest request) {
    long chosen = Inside.field(follower, "learner", Learner.class).chosen();
    Inside.field(follower, "out", Outbox.class)
        .send(from, new Message.ReadGrant(request.id(), chosen));
  }

  /** A relay passes a grant on, and remembers it. */
  public static void rememberGrant(Object follower, Message.RelayedGrant grant) {
    relay = follower;
    grantedBefore = grant.slot();
    Inside.call(follower, "relayGrant", grant);
  }

  /** A relay grants what was granted before. */
  public static void grantAsBefore(Object follower, MemberId from, Message.ReadRequest request) {
    if (follower.equals(relay)) {
      Inside.field(follower, "out", Outbox.class)
          .send(from, new Message.ReadGrant(request.id(), grantedBefore));
    } else {
      Inside.call(follower, "relayRead", from, request);
    }
  }

  /** A relay passes a grant on, and takes it for its own. */
  public static void takeGrant(Object follower, Message.RelayedGrant grant) {
    Inside.call(follower, "relayGrant", grant);
    Inside.field(follower, "reads", WaitingReads.class).granted(grant.id(), grant.slot());
  }

  /** Nobody is asked to relay. */
  public static MemberId leaderItself(Election election, Ballot leader) {
    return leader.member();
  }

  // Elections.

  /** Goes on leading, or trying, whoever is heard. */
  public static Election.Advice neverStepDown(
      Election election,
      long time,
      long random,
      boolean leading,
      boolean established,
      long chosen) {
    Election.Advice advice = election.onTick(time, random, leading, established, chosen);
    return advice == Election.Advice.STEP_DOWN ? Election.Advice.NONE : advice;
  }

  /** Takes over at each tick, whoever leads. */
  public static Election.Advice alwaysTakeOver(
      Election election,
      long time,
      long random,
      boolean leading,
      boolean established,
      long chosen) {
    Election.Advice advice = election.onTick(time, random, leading, established, chosen);
    return established ? advice : Election.Advice.TAKE_OVER;
  }

  /** Nobody else ever leads. */
  public static Optional<Ballot> noLeader(Election election) {
    return Optional.empty();
  }

  /** The newest ballot of others is not looked at. */
  public static boolean notNewer(Ballot one, Ballot other) {
    return false;
  }

  /** A lost forward is never sent again. */
  public static List<Command> nothingAgain(Object pending, long limit, long now) {
    return List.of();
  }

  /** No message waits for its record. */
  public static long noWait(Effects.SendOnceDurable send) {
    return 0;
  }
}
