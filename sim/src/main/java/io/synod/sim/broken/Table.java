package io.synod.sim.broken;

import java.util.ArrayList;
import java.util.List;

/** Every known mistake. */
public final class Table {

  private static final String ACCEPTOR = "core.log.LogAcceptor";
  private static final String CANDIDATE = "core.log.Candidate";
  private static final String LEADER = "core.log.Leader";
  private static final String REPLICA = "core.replica.Replica";
  private static final String FOLLOWER = "core.replica.Follower";
  private static final String ROUNDS = "core.read.ReadRounds";
  private static final String MEMBER = "sim.world.CoreMember";
  private static final String READER = "core.register.Reader";
  private static final String PROPOSER = "core.register.Proposer";
  private static final String REGISTERS = "core.register.Registers";

  private static final int SEEDS = 300;
  private static final int MANY_SEEDS = 3_000;

  private final List<Mistake> mistakes = new ArrayList<>();

  private Table() {
    disks();
    acceptor();
    phaseOne();
    phaseTwo();
    learner();
    reads();
    relays();
    elections();
    registers();
  }

  /** Every known mistake. */
  public static List<Mistake> all() {
    return List.copyOf(new Table().mistakes);
  }

  private void add(String name, String sentence, int budget, Redirect... redirects) {
    mistakes.add(new Mistake(name, sentence, budget, List.of(redirects)));
  }

  private static Redirect at(String in, String method, String call, String mistake) {
    return new Redirect(in, method, call, mistake);
  }

  private void disks() {
    add(
        "promise-forgotten",
        "A member that restarts does not read its promises back.",
        SEEDS,
        at(MEMBER, "run", "Recovery.replay", "replayNoPromise"));
    add(
        "accepted-forgotten",
        "A member that restarts knows only the values that it knew to be chosen.",
        SEEDS,
        at(REPLICA, "<init>", "Recovery.slots", "onlyChosenSlots"));
    add(
        "answer-before-the-disk",
        "Messages that should wait for their record leave at once.",
        SEEDS,
        at(MEMBER, "release", "SendOnceDurable.record", "noWait"));
    add(
        "torn-tail-replayed",
        "A batch that was torn in the middle is read as if it were whole.",
        SEEDS,
        at("sim.disk.RecordDisk", "crash", "RecordDisk.survivors", "survivorsWithHole"));
    add(
        "trimmed-before-durable",
        "The journal is trimmed although the state machine is not durable yet.",
        SEEDS,
        at(MEMBER, "flush", "RecordDisk.saveState", "trimWithoutSaving"));
    add(
        "snapshot-too-early",
        "A snapshot says that it holds one slot less than it does.",
        SEEDS,
        at(MEMBER, "snapshot", "Machine.copy", "labelledEarly"));
    add(
        "snapshot-too-late",
        "A snapshot says that it holds one slot more than it does.",
        SEEDS,
        at(MEMBER, "snapshot", "Machine.copy", "labelledLate"));
    add(
        "older-snapshot-installed",
        "A snapshot replaces a state that is newer.",
        SEEDS,
        at(MEMBER, "", "CoreMember.isNewer", "anySnapshot"));
    add(
        "wiped-disk-votes",
        "A member whose disk was lost votes as its old self.",
        SEEDS,
        at("sim.world.Storm", "loseDisk", "Storm.staysOut", "no"));
    add(
        "session-reused",
        "A member that restarts numbers its commands as in its life before.",
        SEEDS,
        at(MEMBER, "run", "RecordDisk.nextBoot", "firstBoot"));
    add(
        "retry-applied-twice",
        "A command that is chosen twice is applied twice.",
        SEEDS,
        at("sim.machine.Machine", "apply", "Sessions.admit", "admitAll"));
  }

  private void acceptor() {
    add(
        "accept-below-promise",
        "An acceptor accepts under a ballot older than its promise.",
        SEEDS,
        at(ACCEPTOR, "onAccept", "AcceptorRule.judge", "olderIsCurrent"));
    add(
        "equal-round-promised",
        "An acceptor promises another member's ballot of the same round.",
        SEEDS,
        at(ACCEPTOR, "onPrepare", "AcceptorRule.judge", "judgeRounds"));
    add(
        "promise-before-the-disk",
        "A promise leaves before it is durable.",
        SEEDS,
        at(ACCEPTOR, "answer", "Outbox.sendOnceDurable", "sendNow"));
    add(
        "accepted-before-the-disk",
        "An acknowledgement leaves before its records are durable.",
        SEEDS,
        at(ACCEPTOR, "onAccept", "Outbox.sendOnceDurable", "sendNow"));
  }

  private void phaseOne() {
    add(
        "promises-of-any-ballot",
        "Promises of another ballot are counted.",
        MANY_SEEDS,
        at(CANDIDATE, "onPromise", "Ballot.equals", "sameBallot"));
    add(
        "adopt-first",
        "A new leader adopts the value reported first, not that of the highest ballot.",
        SEEDS,
        at(CANDIDATE, "onPromise", "PhaseOne.reported", "reportFirst"));
    add(
        "adopt-last",
        "A new leader adopts the value reported last.",
        MANY_SEEDS,
        at(CANDIDATE, "onPromise", "PhaseOne.reported", "reportLast"));
    add(
        "adopt-nothing",
        "A new leader does not adopt what others report.",
        SEEDS,
        at(CANDIDATE, "onPromise", "PhaseOne.reported", "reportNothing"));
    add(
        "full-hole-filled",
        "A new leader fills a slot with a no-op although others have accepted a value there.",
        SEEDS,
        at(CANDIDATE, "onPromise", "PhaseOne.reported", "reportNoOp"));
    add(
        "first-slot-only",
        "A new leader adopts nothing above the first open slot.",
        SEEDS,
        at(CANDIDATE, "mustPropose", "PhaseOne.lastReported", "firstSlotOnly"));
    add(
        "no-phase-one",
        "A member raises its ballot and proposes without asking anybody.",
        SEEDS,
        at(REPLICA, "proceed", "Candidate.isComplete", "yes"));
    add(
        "promise-in-part",
        "A promise counts although parts of it are missing.",
        MANY_SEEDS,
        at(CANDIDATE, "onPromise", "Report.isWhole", "yes"));
    add(
        "prepare-before-the-disk",
        "A candidate asks before its own promise is durable.",
        SEEDS,
        at(CANDIDATE, "prepare", "Outbox.sendOnceDurable", "sendNow"));
    add(
        "ballot-reused",
        "A member that was leader takes over again under the same ballot.",
        SEEDS,
        at(REPLICA, "takeOver", "Ballot.nextFor", "sameRound"));
    add(
        "trimmed-slots-ignored",
        "A candidate leads although what was chosen in trimmed slots is unknown to it.",
        SEEDS,
        at(REPLICA, "finishPhaseOne", "Candidate.behind", "nobodyAhead"));
  }

  private void phaseTwo() {
    add(
        "half-is-a-quorum",
        "Half of the members are taken for a quorum, in both phases.",
        SEEDS,
        at("core.decree.PhaseOne", "isComplete", "Quorums.isQuorum", "isHalf"),
        at("core.decree.PhaseTwo", "<init>", "Quorums.size", "half"));
    add(
        "one-promise-too-few",
        "Phase 1 is complete with one promise less than a quorum.",
        SEEDS,
        at("core.decree.PhaseOne", "isComplete", "Quorums.isQuorum", "isAlmostQuorum"));
    add(
        "counted-twice",
        "A member that acknowledges twice counts for two.",
        SEEDS,
        at(LEADER, "onAccepted", "PhaseTwo.accepted", "countTwice"));
    add(
        "acknowledgements-of-any-ballot",
        "Acknowledgements of an older ballot are counted.",
        MANY_SEEDS,
        at(LEADER, "onAccepted", "Ballot.equals", "sameBallot"));
    add(
        "own-acceptance-at-once",
        "A leader counts its own acceptance before its disk has it.",
        SEEDS,
        at(LEADER, "onDurable", "OwnAccept.record", "noRecord"));
    add(
        "gap-ignored",
        "A leader does not send again what a follower reports to be missing.",
        SEEDS,
        at(LEADER, "onAccepted", "Accepted.gap", "noGap"));
  }

  private void learner() {
    add(
        "chosen-of-an-older-ballot",
        "A follower takes the leader's word that slots are chosen for values of older ballots.",
        SEEDS,
        at(ACCEPTOR, "matched", "Ballot.equals", "sameBallot"));
    add(
        "heartbeat-chooses",
        "A follower takes whatever it holds for chosen once a heartbeat says so.",
        SEEDS,
        at(REPLICA, "receive", "Learner.announced", "believeHeartbeat"));
    add(
        "leader-learns",
        "A leader learns what was chosen from others, and not by its own phase 2 alone.",
        MANY_SEEDS,
        at(REPLICA, "receive", "Replica.onLearned", "learnAlways"));
    add(
        "leader-with-snapshot",
        "A leader whose state was overtaken by a snapshot goes on leading.",
        MANY_SEEDS,
        at(REPLICA, "step", "Replica.onInstalled", "installAndLead"));
    add(
        "learned-loses-ballot",
        "A learned value loses the ballot under which it had been accepted.",
        MANY_SEEDS,
        at("core.log.Learner", "onLearned", "Slots.learn", "learnAsOld"));
    add(
        "read-before-applied",
        "A read is answered before its slot is applied.",
        SEEDS,
        at(MEMBER, "", "Desk.ready", "readyAtOnce"));
  }

  private void reads() {
    add(
        "read-without-confirmation",
        "A leader serves linearizable reads without asking whether it still is one.",
        SEEDS,
        at(ROUNDS, "", "Quorums.isQuorum", "isAnybody"));
    add(
        "old-confirmation-round",
        "A confirmation of an earlier round counts for the round under way.",
        MANY_SEEDS,
        at(ROUNDS, "ask", "Outbox.send", "sendConfirm"),
        at(ROUNDS, "onConfirmed", "Confirmed.round", "latestRound"));
    add(
        "confirmations-kept",
        "A member that confirmed once counts as confirming for ever.",
        SEEDS,
        at(ROUNDS, "begin", "SortedSet.clear", "keep"));
    add(
        "confirm-any-leader",
        "A member confirms a leader although it has promised a newer ballot.",
        MANY_SEEDS,
        at(ACCEPTOR, "onConfirm", "AcceptorRule.judge", "olderIsCurrent"));
    add(
        "reads-join-late",
        "A grant answers reads that came after it had been asked for.",
        MANY_SEEDS,
        at("core.read.WaitingReads", "granted", "Outbox.readReady", "allReadsReady"));
    add(
        "reads-too-early",
        "A new leader serves reads before it knows everything older.",
        MANY_SEEDS,
        at(REPLICA, "proceed", "Leader.knowsAllOlder", "knowsAll"));
  }

  private void relays() {
    add(
        "relay-grants-itself",
        "A relay answers a read with what it knows to be chosen, without asking the leader.",
        SEEDS,
        at(REPLICA, "receive", "Follower.relayRead", "grantUnasked"));
    add(
        "relay-grants-again",
        "A relay answers a read with what the leader granted to an earlier one.",
        SEEDS,
        at(REPLICA, "receive", "Follower.relayGrant", "rememberGrant"),
        at(REPLICA, "receive", "Follower.relayRead", "grantAsBefore"));
    add(
        "relay-takes-the-grant",
        "A relay takes a grant that it is to pass on for one to its own reads.",
        MANY_SEEDS,
        at(REPLICA, "receive", "Follower.relayGrant", "takeGrant"));
    add(
        "never-relayed",
        "A member sends to its leader although the two do not hear each other.",
        MANY_SEEDS,
        at(FOLLOWER, "", "Election.towards", "leaderItself"));
  }

  private void elections() {
    add(
        "never-gives-up",
        "A leader that hears no quorum goes on leading.",
        SEEDS,
        at(REPLICA, "onTick", "Election.onTick", "neverStepDown"));
    add(
        "no-patience",
        "Members take over whenever they do not lead themselves.",
        SEEDS,
        at(REPLICA, "onTick", "Election.onTick", "alwaysTakeOver"));
    add(
        "outbid-leader",
        "A leader goes on under its ballot after it has heard of a newer one.",
        SEEDS,
        at(REPLICA, "isOutbid", "Ballot.isNewerThan", "notNewer"));
    add(
        "nobody-leads",
        "Members do not see who leads, and send their commands to nobody.",
        SEEDS,
        at(REPLICA, "", "Election.leader", "noLeader"));
    add(
        "never-forwarded-again",
        "A command that was lost on its way to the leader is not sent again.",
        SEEDS,
        at(FOLLOWER, "repeat", "Pending.sentBefore", "nothingAgain"));
  }

  private void registers() {
    add(
        "register-read-trusts-one",
        "A read of a register takes for chosen what one member has accepted.",
        SEEDS,
        at(READER, "chosen", "Reader.isChosen", "trustOne"));
    add(
        "register-read-newest",
        "A read of a register takes the newest value that members report, be they a minority.",
        SEEDS,
        at(REGISTERS, "onReport", "Reader.chosen", "newestOfSome"));
    add(
        "register-answers-counted",
        "A proposer of a register counts acknowledgements instead of members.",
        SEEDS,
        at(PROPOSER, "onAccepted", "PhaseTwo.accepted", "countAnswers"));
    add(
        "register-forgotten",
        "A member that restarts has forgotten what it promised and accepted of registers.",
        SEEDS,
        at("sim.world.RegisterRoom", "<init>", "RegisterReplay.after", "replayNothing"));
    add(
        "register-not-adopted",
        "A proposer of a register proposes its own value, whatever was accepted.",
        SEEDS,
        at(PROPOSER, "propose", "PhaseOne.mustPropose", "adoptNothing"));
    add(
        "register-accept-below-promise",
        "An acceptor accepts a register's value under a ballot older than its promise.",
        SEEDS,
        at("core.register.RegisterAcceptor", "onAccept", "AcceptorRule.judge", "olderIsCurrent"));
    add(
        "register-before-the-disk",
        "What an acceptor says of a register does not wait for its record.",
        SEEDS,
        at("core.register.Post", "sendOnceDurable", "Outbox.sendOnceDurable", "sendAtOnce"));
    add(
        "register-any-ballot-chosen",
        "A member takes what it has accepted for chosen although a newer ballot's value is.",
        SEEDS,
        at("core.register.RegisterAcceptor", "onChosen", "Ballot.isNewerThan", "notNewer"));
  }
}
