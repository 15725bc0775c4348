package io.synod.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Samples;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a leader of three members sends, and when. */
final class LeaderTest {

  private static final MemberId SELF = new MemberId(1);
  private static final MemberId TWO = new MemberId(2);
  private static final MemberId THREE = new MemberId(3);
  private static final Ballot BALLOT = Samples.ballot(5, 1);

  private final Outbox out = new Outbox();
  private final Backlog backlog = new Backlog(Settings.DEFAULT);
  private final Leader leader = leader();

  private Leader leader() {
    Settings settings = Settings.DEFAULT;
    Quorums quorums = Quorums.of(Samples.members(3));
    Slots slots = new Slots(0);
    Pending pending = new Pending(new Session(SELF, 1), settings, out);
    Learner learner = new Learner(settings, slots, out, pending, 0);
    LogAcceptor acceptor = new LogAcceptor(settings, slots, learner, out, Ballot.NONE);
    Candidate candidate = new Candidate(SELF, BALLOT, quorums, acceptor, slots, 0, out);
    out.take();
    return new Leader(
        SELF, candidate, quorums, settings, acceptor, learner, slots, backlog, out, 0);
  }

  private List<Effects.Send> sent() {
    return out.take().now();
  }

  @Test
  void whatAllMembersAreToGetIsOneMessageSoThatItIsEncodedOnce() {
    leader.proceed();
    List<Effects.Send> sent = sent();
    assertThat(sent).extracting(Effects.Send::to).containsExactly(TWO, THREE);
    Message.Accept accept = new Message.Accept(BALLOT, 1, List.of(Value.NO_OP), 0);
    assertThat(sent.getFirst().message()).isEqualTo(accept).isSameAs(sent.getLast().message());
  }

  @Test
  void aMemberIsToldWhatIsChosenOnceItHasAcknowledgedEverythingAndOnlyOnce() {
    leader.proceed();
    leader.onDurable(2);
    out.take();
    leader.onAccepted(TWO, new Message.Accepted(BALLOT, 1, false));
    Message told = new Message.Chosen(BALLOT, 1);
    assertThat(out.take().atLeisure()).containsExactly(new Effects.Send(TWO, told));
    leader.onAccepted(THREE, new Message.Accepted(BALLOT, 1, false));
    assertThat(out.take().atLeisure()).containsExactly(new Effects.Send(THREE, told));
    leader.proceed();
    assertThat(out.take()).isEqualTo(Effects.NONE);
  }

  @Test
  void theMemberWhoseClientsWaitIsToldAtOnce() {
    backlog.addForwarded(List.of(new Command(new Session(TWO, 1), 1, 0, Bytes.wrap(new byte[1]))));
    leader.proceed();
    leader.onDurable(3);
    out.take();
    Message told = new Message.Chosen(BALLOT, 2);
    leader.onAccepted(THREE, new Message.Accepted(BALLOT, 2, false));
    assertThat(out.take().atLeisure()).containsExactly(new Effects.Send(THREE, told));
    leader.onAccepted(TWO, new Message.Accepted(BALLOT, 2, false));
    assertThat(sent()).containsExactly(new Effects.Send(TWO, told));
  }
}
