package io.synod.node.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.Effects.Send;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.loop.Loop;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.BulkService;
import io.synod.node.peers.Network;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What may lie for a while is sent late, or not at all, but never after what follows it. */
final class CourierTest {

  private static final MemberId TWO = new MemberId(2);
  private static final MemberId THREE = new MemberId(3);
  private static final Ballot BALLOT = new Ballot(7, new MemberId(1));
  private static final Message CHOSEN = new Message.Chosen(BALLOT, 5);

  private final List<Send> sent = new ArrayList<>();
  private final Queue<Runnable> timers = new ArrayDeque<>();
  private final Courier courier =
      new Courier(
          new Sent(),
          new Timers(),
          new Tally(new MemberId(1), List.of(new MemberId(1), TWO, THREE)));

  @Test
  void whatMayLieLeavesWhenItsTimeIsOver() {
    courier.sendAtLeisure(List.of(new Send(TWO, CHOSEN)));
    courier.sendAtLeisure(List.of(new Send(THREE, CHOSEN)));
    assertThat(sent).isEmpty();
    assertThat(timers).hasSize(1);
    timers.remove().run();
    assertThat(sent).containsExactly(new Send(TWO, CHOSEN), new Send(THREE, CHOSEN));
  }

  @Test
  void anAcceptThatSaysAsMuchTakesItsPlace() {
    Send accept = new Send(TWO, new Message.Accept(BALLOT, 6, List.of(), 5));
    courier.sendAtLeisure(List.of(new Send(TWO, CHOSEN), new Send(THREE, CHOSEN)));
    courier.send(List.of(accept));
    timers.remove().run();
    assertThat(sent).containsExactly(accept, new Send(THREE, CHOSEN));
  }

  @Test
  void anythingElseIsSentBehindIt() {
    Send older = new Send(TWO, new Message.Accept(BALLOT, 6, List.of(), 4));
    Send grant = new Send(THREE, new Message.ReadGrant(1, 5));
    courier.sendAtLeisure(List.of(new Send(TWO, CHOSEN), new Send(THREE, CHOSEN)));
    courier.send(List.of(older, grant));
    assertThat(sent).containsExactly(new Send(TWO, CHOSEN), older, new Send(THREE, CHOSEN), grant);
    timers.remove().run();
    assertThat(sent).hasSize(4);
  }

  private final class Sent implements Network {
    @Override
    public void listen(InetSocketAddress address, BulkService bulk) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void connect() {
      throw new UnsupportedOperationException();
    }

    @Override
    public BulkConnection openBulk(MemberId peer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Loop loop() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void send(MemberId to, Message message) {
      sent.add(new Send(to, message));
    }

    @Override
    public void flush() {}

    @Override
    public List<MemberId> connected() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private final class Timers implements Loop {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void after(long millis, Runnable task) {
      timers.add(task);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }
  }
}
