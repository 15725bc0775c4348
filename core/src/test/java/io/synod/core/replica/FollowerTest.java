package io.synod.core.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Effects.Send;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Samples;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.election.Election;
import io.synod.core.log.Learner;
import io.synod.core.log.Pending;
import io.synod.core.log.Slots;
import io.synod.core.read.WaitingReads;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Member 1 of three, which follows member 3 and may have to go by member 2. */
final class FollowerTest {

  private static final MemberId SELF = new MemberId(1);
  private static final MemberId OTHER = new MemberId(2);
  private static final Ballot BALLOT = Samples.ballot(2, 3);
  private static final MemberId LEADER = BALLOT.member();

  private final Outbox out = new Outbox();
  private final Settings settings = Settings.DEFAULT;
  private final Pending pending = new Pending(new Session(SELF, 1), settings, out);
  private final Slots slots = new Slots(0);
  private final Learner learner = new Learner(settings, slots, out, pending, 0);
  private final WaitingReads reads = new WaitingReads(1, out);
  private final Election election =
      new Election(SELF, Quorums.of(Samples.members(3)), settings, out, Ballot.NONE, 0);
  private final Follower follower = new Follower(settings, election, pending, learner, reads, out);

  /** The leader is heard; whether it hears this member is to be seen. */
  private void follow(boolean isHeard) {
    election.onHeartbeat(
        LEADER,
        new Message.Heartbeat(BALLOT, true, true, isHeard ? Set.of(SELF) : Set.of(), false, 0),
        false,
        0);
    election.onHeartbeat(
        OTHER, new Message.Heartbeat(BALLOT, false, true, Set.of(SELF), true, 0), false, 0);
    out.take();
  }

  private static Command command(MemberId of, long sequence) {
    return new Command(new Session(of, 1), sequence, 0, Bytes.EMPTY);
  }

  private List<Send> sent() {
    return out.take().now();
  }

  @Test
  void commandsAndReadsGoToALeaderThatHearsThisMember() {
    follow(true);
    Message.Forward forward = new Message.Forward(pending.add(List.of(command(SELF, 1)), 0));
    follower.follow(BALLOT, 0);
    reads.add(1);
    follower.follow(BALLOT, 0);
    long id = (1L << 40) + 1;
    assertThat(sent())
        .containsExactly(new Send(LEADER, forward), new Send(LEADER, new Message.ReadRequest(id)));
  }

  @Test
  void commandsAndReadsGoByAMemberThatVouchesForALeaderThatDoesNotHearThisOne() {
    follow(false);
    Message.Forward forward = new Message.Forward(pending.add(List.of(command(SELF, 1)), 0));
    follower.forward(forward.commands());
    reads.add(1);
    follower.follow(BALLOT, 0);
    long id = (1L << 40) + 1;
    assertThat(sent())
        .containsExactly(
            new Send(OTHER, forward),
            new Send(OTHER, forward),
            new Send(OTHER, new Message.ReadRequest(id)));
    follower.repeat(settings.electionMillis());
    assertThat(sent())
        .as("again, and a question that waits for the next chosen value")
        .containsExactly(new Send(OTHER, forward), new Send(OTHER, new Message.Learn(1)));
  }

  @Test
  void everythingThatWaitsIsSentAgainAsSoonAsItHasToGoAnotherWay() {
    follow(true);
    follower.follow(BALLOT, 0);
    Message.Forward forward = new Message.Forward(pending.add(List.of(command(SELF, 1)), 50));
    follower.forward(forward.commands());
    follower.repeat(100);
    assertThat(sent()).containsExactly(new Send(LEADER, forward));
    follow(false);
    follower.repeat(200);
    assertThat(sent()).contains(new Send(OTHER, forward));
    follower.repeat(300);
    follow(true);
    follower.repeat(400);
    assertThat(sent()).as("what a relay has passed on").doesNotContain(new Send(LEADER, forward));
  }

  @Test
  void whoWaitsForASnapshotSendsNothingAgainUntilItIsThere() {
    follow(true);
    follower.follow(BALLOT, 0);
    Message.Forward forward = new Message.Forward(pending.add(List.of(command(SELF, 1)), 0));
    follower.forward(forward.commands());
    learner.onTrimmed(LEADER, new Message.Trimmed(5));
    out.take();
    follower.repeat(settings.electionMillis());
    assertThat(sent()).doesNotContain(new Send(LEADER, forward));
    learner.onInstalled(5);
    follower.repeat(settings.electionMillis());
    assertThat(sent()).contains(new Send(LEADER, forward));
  }

  @Test
  void whatAnotherMemberAsksForItselfIsPassedOnAndNothingTwice() {
    follow(true);
    Message.Forward own = new Message.Forward(List.of(command(OTHER, 5)));
    follower.relayCommands(OTHER, own);
    follower.relayCommands(OTHER, new Message.Forward(List.of(command(new MemberId(4), 5))));
    follower.relayCommands(OTHER, new Message.Forward(List.of()));
    follower.relayRead(OTHER, new Message.ReadRequest(9));
    assertThat(sent())
        .containsExactly(
            new Send(LEADER, own), new Send(LEADER, new Message.RelayedRequest(OTHER, 9)));
    follower.relayGrant(new Message.RelayedGrant(OTHER, 9, 4));
    assertThat(sent()).containsExactly(new Send(OTHER, new Message.ReadGrant(9, 4)));
  }

  @Test
  void nothingIsPassedOnToALeaderThatDoesNotHearThisMemberOrThatAsksItself() {
    follow(false);
    follower.relayCommands(OTHER, new Message.Forward(List.of(command(OTHER, 5))));
    follower.relayRead(OTHER, new Message.ReadRequest(9));
    follow(true);
    follower.relayRead(LEADER, new Message.ReadRequest(9));
    assertThat(sent()).isEmpty();
  }

  @Test
  void whoDependsOnARelayGoesOnAskingIt() {
    follow(false);
    follower.onLearned(OTHER, new Message.Learned(1, List.of(Samples.value("X"))));
    assertThat(sent()).containsExactly(new Send(OTHER, new Message.Learn(2)));
    follow(true);
    follower.onLearned(OTHER, new Message.Learned(2, List.of(Samples.value("Y"))));
    assertThat(sent()).isEmpty();
  }
}
