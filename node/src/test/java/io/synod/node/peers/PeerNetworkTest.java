package io.synod.node.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.OpenSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerNetworkTest {

  private static final MemberId ONE = new MemberId(1);
  private static final MemberId TWO = new MemberId(2);
  private static final long CLUSTER = 42;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<MemberId, InetSocketAddress> members = new HashMap<>();

  /** What arrived: a message, or the id of a member whose connection broke. */
  private static final class Log implements Network.Listener {
    final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<MemberId> broken = new LinkedBlockingQueue<>();

    @Override
    public void received(MemberId from, List<Message> batch) {
      messages.addAll(batch);
    }

    @Override
    public void disconnected(MemberId member) {
      broken.add(member);
    }

    Message next() throws InterruptedException {
      Message message = messages.poll(30, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      return java.util.Objects.requireNonNull(message);
    }
  }

  @BeforeEach
  void chooseAddresses() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    for (MemberId member : List.of(ONE, TWO)) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      members.put(
          member, new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable network : open) {
      network.close();
    }
  }

  private PeerNetwork start(MemberId self, long cluster, Log log) throws Exception {
    PeerNetwork network =
        new PeerNetwork(new Identity(cluster, self, 1, members), log, "test-peers", 5_000);
    open.add(network);
    InetSocketAddress address = java.util.Objects.requireNonNull(members.get(self));
    network.listen(address, PeerNetworkTest::echo);
    network.connect();
    return network;
  }

  private static CompletableFuture<BulkReply> echo(BulkRequest request) {
    return CompletableFuture.completedFuture(
        BulkReply.newBuilder().setFailure("slot " + request.getOpen().getSlot()).build());
  }

  private static void send(Network from, MemberId to, Message message) {
    from.loop()
        .execute(() -> {
          from.send(to, message);
          from.flush();
        });
  }

  /** Sends until one arrives: what is sent before there is a connection is lost. */
  private static void meet(Network from, MemberId to, Log log) throws InterruptedException {
    Message hello = new Message.Learn(999_999);
    while (true) {
      send(from, to, hello);
      if (hello.equals(log.messages.poll(20, TimeUnit.MILLISECONDS))) {
        break;
      }
    }
    send(from, to, new Message.Learn(1_000_000));
    while (!log.next().equals(new Message.Learn(1_000_000))) {}
  }

  @Test
  void messagesArriveInTheOrderInWhichTheyWereSent() throws Exception {
    Log log = new Log();
    PeerNetwork one = start(ONE, CLUSTER, new Log());
    start(TWO, CLUSTER, log);
    meet(one, TWO, log);
    one.loop()
        .execute(() -> {
          for (long i = 0; i < 10_000; i++) {
            one.send(TWO, new Message.Learn(i));
            if (i % 7 == 0) {
              one.flush();
            }
          }
          one.flush();
        });
    for (long i = 0; i < 10_000; i++) {
      assertThat(log.next()).isEqualTo(new Message.Learn(i));
    }
  }

  @Test
  void aLargeValueArrivesWhole() throws Exception {
    Log log = new Log();
    PeerNetwork one = start(ONE, CLUSTER, new Log());
    start(TWO, CLUSTER, log);
    meet(one, TWO, log);
    byte[] payload = new byte[5 << 20];
    new java.util.Random(1).nextBytes(payload);
    Command command = new Command(new Session(ONE, 1), 1, 0, Bytes.wrap(payload));
    Message accept =
        new Message.Accept(new Ballot(1, ONE), 1, List.of(new Value(List.of(command))), 0);
    send(one, TWO, accept);
    assertThat(log.next()).isEqualTo(accept);
  }

  @Test
  void aMemberThatComesBackIsReachedAgainAndItsLossIsTold() throws Exception {
    Log atOne = new Log();
    Log log = new Log();
    PeerNetwork one = start(ONE, CLUSTER, atOne);
    PeerNetwork two = start(TWO, CLUSTER, log);
    meet(one, TWO, log);
    two.close();
    assertThat(atOne.broken.poll(30, TimeUnit.SECONDS)).isEqualTo(TWO);
    Log later = new Log();
    start(TWO, CLUSTER, later);
    meet(one, TWO, later);
  }

  @Test
  void aMemberOfAnotherClusterIsRefused() throws Exception {
    Log log = new Log();
    start(TWO, CLUSTER, log);
    PeerNetwork stranger = start(ONE, 43, new Log());
    try (BulkConnection bulk = stranger.openBulk(TWO)) {
      assertThatThrownBy(() -> bulk.ask(BulkRequest.getDefaultInstance()).get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("belongs to cluster 2b and member 2 to cluster 2a");
    }
    assertThat(stranger.connected()).isEmpty();
    assertThat(log.messages).isEmpty();
  }

  @Test
  void unknownMembersWrongAddressesAndOtherVersionsAreRefusedWithASentence() {
    Identity two = new Identity(CLUSTER, TWO, 1, members);
    var hello = new Identity(CLUSTER, ONE, 1, members).hello(TWO, false);
    assertThat(two.refusal(hello)).isEmpty();
    assertThat(two.refusal(hello.toBuilder().setFrom(9).build()))
        .contains("Member 9 is not one of the others");
    assertThat(two.refusal(hello.toBuilder().setFrom(2).build()))
        .contains("is not one of the others");
    assertThat(two.refusal(hello.toBuilder().setTo(1).build()))
        .contains("called member 1 at the address of member 2");
    assertThat(two.refusal(hello.toBuilder().setProtocol(2).build()))
        .contains("version 2 of the peer protocol");
  }

  @Test
  void bulkRequestsAreAnsweredInOrder() throws Exception {
    PeerNetwork one = start(ONE, CLUSTER, new Log());
    start(TWO, CLUSTER, new Log());
    try (BulkConnection bulk = one.openBulk(TWO)) {
      List<CompletableFuture<BulkReply>> replies = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        replies.add(
            bulk.ask(
                BulkRequest.newBuilder().setOpen(OpenSnapshot.newBuilder().setSlot(i)).build()));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(replies.get(i).get(30, TimeUnit.SECONDS).getFailure()).isEqualTo("slot " + i);
      }
    }
  }

  @Test
  void theAddressThatIsTakenIsNamedByAnException() throws Exception {
    start(ONE, CLUSTER, new Log());
    assertThatThrownBy(() -> start(ONE, CLUSTER, new Log())).isInstanceOf(IOException.class);
  }
}
