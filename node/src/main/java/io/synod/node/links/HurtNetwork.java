package io.synod.node.links;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.loop.Loop;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.BulkService;
import io.synod.node.peers.Identity;
import io.synod.node.peers.Network;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A network that obeys {@link Links}. What comes in is swallowed or delayed here, at its receiver.
 */
final class HurtNetwork implements Network {

  /** What a paused member is sent beyond this is lost, as with a full socket. */
  private static final int MOST_HELD = 1_000;

  private final Links links;
  private final MemberId self;
  private final Network inner;
  private final PausableLoop loop;

  private HurtNetwork(Links links, MemberId self, Network inner) {
    this.links = links;
    this.self = self;
    this.inner = inner;
    this.loop = new PausableLoop(inner.loop(), () -> links.isPaused(self));
  }

  static Network open(
      Links links,
      Network.Opener opener,
      Identity identity,
      Listener listener,
      String name,
      int deadMillis) {
    Arrivals arrivals = new Arrivals(links, identity.self(), listener);
    HurtNetwork network =
        new HurtNetwork(links, identity.self(), opener.open(identity, arrivals, name, deadMillis));
    arrivals.loop = network.loop;
    links.opened(identity.self(), network);
    return network;
  }

  /** What arrives from the others. On the loop. */
  private static final class Arrivals implements Listener {

    private final Links links;
    private final MemberId self;
    private final Listener listener;
    private final Map<MemberId, Long> lastDue = new HashMap<>();

    /** Set before the network listens or calls. */
    @SuppressWarnings("NullAway.Init")
    private volatile PausableLoop loop;

    Arrivals(Links links, MemberId self, Listener listener) {
      this.links = links;
      this.self = self;
      this.listener = listener;
    }

    @Override
    public void received(MemberId from, List<Message> messages) {
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      long due =
          Math.max(now + links.delay(from, self), lastDue.getOrDefault(from, Long.MIN_VALUE));
      lastDue.put(from, due);
      if (due <= now) {
        deliver(from, messages);
      } else {
        loop.after(due - now, () -> deliver(from, messages));
      }
    }

    private void deliver(MemberId from, List<Message> messages) {
      if (!links.isCut(from, self) && loop.waiting() < MOST_HELD) {
        loop.run(() -> listener.received(from, messages));
      }
    }

    @Override
    public void disconnected(MemberId member) {
      loop.run(() -> listener.disconnected(member));
    }
  }

  void resumed() {
    inner.loop().execute(loop::goOn);
  }

  @Override
  public void listen(InetSocketAddress address, BulkService bulk)
      throws IOException, InterruptedException {
    inner.listen(address, bulk);
  }

  @Override
  public void connect() {
    inner.connect();
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public void send(MemberId to, Message message) {
    inner.send(to, message);
  }

  @Override
  public void flush() {
    inner.flush();
  }

  @Override
  public List<MemberId> connected() {
    return inner.connected().stream().filter(this::isWhole).toList();
  }

  private boolean isWhole(MemberId other) {
    return !links.isCut(self, other) && !links.isCut(other, self) && !links.isPaused(other);
  }

  @Override
  public BulkConnection openBulk(MemberId peer) throws IOException {
    BulkConnection connection = inner.openBulk(peer);
    return new BulkConnection() {
      @Override
      public CompletableFuture<BulkReply> ask(BulkRequest request) {
        return isWhole(peer)
            ? connection.ask(request).thenCompose(reply -> back(peer, reply))
            : CompletableFuture.failedFuture(new IOException("The link is cut."));
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }

  private CompletableFuture<BulkReply> back(MemberId peer, BulkReply reply) {
    int delay = links.delay(self, peer) + links.delay(peer, self);
    if (delay == 0) {
      return CompletableFuture.completedFuture(reply);
    }
    CompletableFuture<BulkReply> late = new CompletableFuture<>();
    inner.loop().after(delay, () -> late.complete(reply));
    return late;
  }

  @Override
  public void close() {
    links.closed(self, this);
    inner.close();
  }
}
