package io.synod.core.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Samples;
import io.synod.core.Settings;
import io.synod.core.election.Election.Advice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** When a member takes over and steps down, for every combination of what it hears. */
final class ElectionTest {

  private static final MemberId SELF = new MemberId(1);
  private static final Ballot PROMISED = Samples.ballot(1, 5);

  /**
   * Times and limits below are those of the default settings: beats of 100 ms, an election timeout
   * of 1,000 ms.
   */
  private static final Settings SETTINGS = Settings.DEFAULT;

  private enum Link {
    SILENT,
    ONE_WAY,
    BOTH_WAYS
  }

  private enum Says {
    NOTHING,
    LEADS,
    LEADS_WITHOUT_QUORUM,
    VOUCHES_FOR_5
  }

  private record Peer(Link link, Says says) {

    Message.Heartbeat heartbeat(MemberId id, long chosen) {
      Ballot ballot =
          switch (says) {
            case NOTHING -> PROMISED;
            case LEADS, LEADS_WITHOUT_QUORUM -> new Ballot(2, id);
            case VOUCHES_FOR_5 -> Samples.ballot(2, 5);
          };
      return new Message.Heartbeat(
          ballot,
          says == Says.LEADS || says == Says.LEADS_WITHOUT_QUORUM,
          says != Says.LEADS_WITHOUT_QUORUM,
          link == Link.ONE_WAY ? Set.of() : Set.of(SELF),
          says == Says.VOUCHES_FOR_5,
          chosen);
    }
  }

  private final Outbox out = new Outbox();
  private final Election election = election(out);

  private static Election election(Outbox out) {
    return new Election(SELF, Quorums.of(Samples.members(5)), SETTINGS, out, PROMISED, 0);
  }

  @Test
  void aMemberTakesOverIfItReachesAQuorumAndNobodyWhomItHearsKnowsALeader() {
    List<Peer> peers = new ArrayList<>();
    for (Link link : Link.values()) {
      for (Says says : Says.values()) {
        peers.add(new Peer(link, says));
      }
    }
    int ran = 0;
    for (Peer two : peers) {
      for (Peer three : peers) {
        for (Peer four : peers) {
          check(List.of(two, three, four));
          ran++;
        }
      }
    }
    assertThat(ran).isEqualTo(12 * 12 * 12);
  }

  private static void check(List<Peer> peers) {
    Election election = election(new Outbox());
    hear(election, peers, Link.SILENT, Link.SILENT);
    election.onTick(1_900, 0, false, false, 0);
    hear(election, peers, Link.ONE_WAY, Link.BOTH_WAYS);
    Advice advice = election.onTick(1_950, 0, false, false, 0);

    // The oracle: member 5's ballot is the newest if anybody speaks of it, or else that of the last
    // who leads.
    boolean fives = peers.stream().anyMatch(peer -> peer.says() == Says.VOUCHES_FOR_5);
    int last = -1;
    for (int i = 0; i < peers.size(); i++) {
      if (peers.get(i).says() == Says.LEADS || peers.get(i).says() == Says.LEADS_WITHOUT_QUORUM) {
        last = i;
      }
    }
    boolean known =
        fives
            ? peers.stream()
                .anyMatch(peer -> peer.says() == Says.VOUCHES_FOR_5 && peer.link() != Link.SILENT)
            : last >= 0
                && peers.get(last).says() == Says.LEADS
                && peers.get(last).link() != Link.SILENT;
    boolean connected = peers.stream().filter(peer -> peer.link() == Link.BOTH_WAYS).count() >= 2;
    assertThat(advice)
        .as("%s", peers)
        .isEqualTo(connected && !known ? Advice.TAKE_OVER : Advice.NONE);
    Ballot newest =
        fives ? Samples.ballot(2, 5) : last >= 0 ? Samples.ballot(2, last + 2) : PROMISED;
    assertThat(election.newest()).as("%s", peers).isEqualTo(newest);
    assertThat(election.leader())
        .as("%s", peers)
        .isEqualTo(known ? Optional.of(newest) : Optional.empty());
  }

  private static void hear(Election election, List<Peer> peers, Link first, Link last) {
    for (int i = 0; i < peers.size(); i++) {
      Peer peer = peers.get(i);
      if (peer.link().compareTo(first) >= 0 && peer.link().compareTo(last) <= 0) {
        MemberId id = new MemberId(i + 2);
        election.onHeartbeat(id, peer.heartbeat(id, 0), false, 0);
      }
    }
  }

  private void hear(long id, Says says, long chosen) {
    Peer peer = new Peer(Link.BOTH_WAYS, says);
    election.onHeartbeat(new MemberId(id), peer.heartbeat(new MemberId(id), chosen), false, 0);
  }

  private Message.Heartbeat lastBeat() {
    List<Effects.Send> sent = out.take().now();
    return (Message.Heartbeat) sent.getLast().message();
  }

  @Test
  void everyMemberHearsAHeartbeatEachInterval() {
    election.onTick(0, 0, false, false, 7);
    List<Effects.Send> sent = out.take().now();
    assertThat(sent)
        .extracting(Effects.Send::to)
        .containsExactlyElementsOf(Samples.members(5).subList(1, 5));
    assertThat(sent.getFirst().message())
        .isEqualTo(new Message.Heartbeat(PROMISED, false, false, new TreeSet<>(), false, 7));
    election.onTick(99, 0, false, false, 7);
    assertThat(out.take().now()).isEmpty();
    election.onTick(100, 0, false, false, 7);
    assertThat(out.take().now()).hasSize(4);
  }

  @Test
  void aMemberThatWasSilentIsAnsweredAtOnce() {
    hear(2, Says.NOTHING, 0);
    assertThat(out.take().now()).extracting(Effects.Send::to).containsExactly(new MemberId(2));
    hear(2, Says.NOTHING, 0);
    assertThat(out.take().now()).isEmpty();
  }

  @Test
  void aMemberVouchesOnlyForALeaderThatItHearsItself() {
    hear(2, Says.VOUCHES_FOR_5, 0);
    election.onTick(0, 0, false, false, 0);
    assertThat(lastBeat().vouches()).as("hearsay").isFalse();
    hear(5, Says.LEADS, 0);
    election.onTick(100, 0, false, false, 0);
    assertThat(lastBeat().vouches()).isTrue();
    election.onTick(1_101, 0, false, false, 0);
    assertThat(lastBeat().vouches()).as("heard too long ago").isFalse();
  }

  @Test
  void aMemberVouchesOnlyForALeaderThatHearsIt() {
    MemberId leader = new MemberId(5);
    Peer deaf = new Peer(Link.ONE_WAY, Says.LEADS);
    election.onHeartbeat(leader, deaf.heartbeat(leader, 0), false, 0);
    election.onTick(0, 0, false, false, 0);
    assertThat(lastBeat().vouches()).isFalse();
    assertThat(election.leader()).as("followed all the same").contains(Samples.ballot(2, 5));
  }

  @Test
  void whatIsMeantForTheLeaderGoesByAMemberThatVouchesIfTheTwoDoNotHearEachOther() {
    Ballot fives = Samples.ballot(2, 5);
    MemberId leader = fives.member();
    election.onHeartbeat(leader, new Peer(Link.ONE_WAY, Says.LEADS).heartbeat(leader, 0), false, 0);
    assertThat(election.towards(fives)).as("there is no better way").isEqualTo(leader);
    assertThat(election.relay()).isEmpty();
    MemberId deaf = new MemberId(2);
    election.onHeartbeat(
        deaf, new Peer(Link.ONE_WAY, Says.VOUCHES_FOR_5).heartbeat(deaf, 0), false, 0);
    hear(3, Says.NOTHING, 0);
    assertThat(election.towards(fives)).isEqualTo(leader);
    hear(4, Says.VOUCHES_FOR_5, 0);
    assertThat(election.towards(fives)).isEqualTo(new MemberId(4));
    assertThat(election.relay()).contains(new MemberId(4));
    hear(5, Says.LEADS, 0);
    assertThat(election.towards(fives)).isEqualTo(leader);
    assertThat(election.relay()).as("not needed").isEmpty();
    election.onTick(1_001, 0, false, false, 0);
    hear(4, Says.VOUCHES_FOR_5, 0);
    assertThat(election.relay()).as("the leader is silent").contains(new MemberId(4));
    assertThat(election.towards(Samples.ballot(3, 5))).as("vouched for another").isEqualTo(leader);
  }

  @Test
  void aMemberWaitsAtRandomUpToTwoBeatsAndTwoMoreIfAnotherKnowsMore() {
    hear(2, Says.NOTHING, 0);
    hear(3, Says.NOTHING, 0);
    assertThat(election.onTick(0, 150, false, false, 0)).isEqualTo(Advice.NONE);
    assertThat(election.onTick(149, 0, false, false, 0)).isEqualTo(Advice.NONE);
    assertThat(election.onTick(150, 0, false, false, 0)).isEqualTo(Advice.TAKE_OVER);
    hear(2, Says.LEADS, 9);
    assertThat(election.onTick(160, 0, false, false, 0))
        .as("there is a leader")
        .isEqualTo(Advice.NONE);
    hear(2, Says.LEADS_WITHOUT_QUORUM, 9);
    assertThat(election.onTick(170, 350, false, false, 0)).isEqualTo(Advice.NONE);
    assertThat(election.onTick(519, 0, false, false, 0)).isEqualTo(Advice.NONE);
    assertThat(election.onTick(520, 0, false, false, 0)).isEqualTo(Advice.TAKE_OVER);
  }

  @Test
  void aLeaderStepsDownWhenItHasReachedNoQuorumForTheElectionTimeout() {
    hear(2, Says.NOTHING, 0);
    hear(3, Says.NOTHING, 0);
    election.began(Samples.ballot(3, 1));
    assertThat(election.onTick(1_000, 0, true, true, 0))
        .as("heard until now")
        .isEqualTo(Advice.NONE);
    assertThat(election.onTick(2_000, 0, true, true, 0)).isEqualTo(Advice.NONE);
    assertThat(election.onTick(2_001, 0, true, true, 0)).isEqualTo(Advice.STEP_DOWN);
  }

  @Test
  void aCandidateGivesUpAfterTheElectionTimeoutEvenIfItReachesAQuorum() {
    hear(2, Says.NOTHING, 0);
    hear(3, Says.NOTHING, 0);
    election.began(Samples.ballot(3, 1));
    assertThat(election.onTick(1_000, 0, true, false, 0)).isEqualTo(Advice.NONE);
    hear(2, Says.NOTHING, 0);
    hear(3, Says.NOTHING, 0);
    assertThat(election.onTick(1_001, 0, true, false, 0)).isEqualTo(Advice.STEP_DOWN);
  }

  @Test
  void aBrokenConnectionMakesALeaderSuspectAfterABeatUnlessItIsHeardAgain() {
    hear(5, Says.LEADS, 0);
    election.onDisconnected(new MemberId(5));
    election.onTick(99, 0, false, false, 0);
    assertThat(election.leader()).isPresent();
    election.onTick(100, 0, false, false, 0);
    assertThat(election.leader()).isEmpty();
    election.onMessage(new MemberId(5));
    assertThat(election.leader()).isPresent();
  }

  @Test
  void aMemberThatGaveUpDoesNotFollowItselfWhileOthersStillVouchForIt() {
    Ballot own = Samples.ballot(3, 1);
    election.began(own);
    Message.Heartbeat late = new Message.Heartbeat(own, false, true, Set.of(SELF), true, 0);
    election.onHeartbeat(new MemberId(2), late, false, 0);
    assertThat(election.leader()).isEmpty();
  }

  @Test
  void aPromisedCandidateCountsAsTheLeaderAtOnce() {
    hear(2, Says.NOTHING, 0);
    election.onCandidate(new MemberId(2), Samples.ballot(4, 2));
    assertThat(election.leader()).contains(Samples.ballot(4, 2));
    election.saw(Samples.ballot(4, 3));
    assertThat(election.leader()).as("a newer ballot is about").isEmpty();
  }

  @Test
  void theLeaderIsAskedFirstAmongThoseThatKnowMore() {
    hear(2, Says.NOTHING, 8);
    hear(3, Says.LEADS, 8);
    hear(4, Says.NOTHING, 3);
    assertThat(election.betterInformed(7)).contains(new MemberId(3));
    assertThat(election.betterInformed(8)).isEmpty();
  }
}
