package io.synod.node.links;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.loop.Loop;
import io.synod.node.loop.OwnLoop;
import io.synod.node.loop.Threads;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.BulkService;
import io.synod.node.peers.Identity;
import io.synod.node.peers.Network;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** The network between members of one JVM: what is sent is handed over as it is. */
public final class MemoryNetwork implements Network.Opener {

  private record Address(long cluster, MemberId member) {}

  private final Map<Address, Socket> listening = new ConcurrentHashMap<>();

  /** A network that nobody is on yet. */
  public MemoryNetwork() {}

  @Override
  public Network open(Identity identity, Network.Listener listener, String name, int deadMillis) {
    return new Socket(identity, listener, Threads.real().loop(name));
  }

  /** One member's side. */
  private final class Socket implements Network {

    private final Identity identity;
    private final Listener listener;
    private final OwnLoop own;
    private final Loop loop;
    private final Map<MemberId, List<Message>> sent = new LinkedHashMap<>();
    private volatile @Nullable BulkService bulk;

    Socket(Identity identity, Listener listener, OwnLoop own) {
      this.identity = identity;
      this.listener = listener;
      this.own = own;
      this.loop = new UntilClosed(own);
    }

    private @Nullable Socket other(MemberId member) {
      return listening.get(new Address(identity.cluster(), member));
    }

    private Address address() {
      return new Address(identity.cluster(), identity.self());
    }

    @Override
    public void listen(InetSocketAddress address, BulkService service) throws IOException {
      bulk = service;
      if (listening.putIfAbsent(address(), this) != null) {
        throw new IOException("member " + identity.self() + " is on this network already");
      }
    }

    @Override
    public void connect() {}

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void send(MemberId to, Message message) {
      sent.computeIfAbsent(to, _ -> new ArrayList<>()).add(message);
    }

    @Override
    public void flush() {
      sent.forEach((to, messages) -> {
        Socket other = other(to);
        if (other != null) {
          other.loop.execute(() -> other.listener.received(identity.self(), messages));
        }
      });
      sent.clear();
    }

    @Override
    public List<MemberId> connected() {
      return identity.members().keySet().stream()
          .filter(member -> !member.equals(identity.self()) && other(member) != null)
          .sorted()
          .toList();
    }

    @Override
    public BulkConnection openBulk(MemberId peer) throws IOException {
      Socket other = other(peer);
      BulkService service = other == null ? null : other.bulk;
      if (other == null || service == null) {
        throw new IOException("Member " + peer + " cannot be reached.");
      }
      return new MemoryBulk(other.own, service);
    }

    @Override
    public void close() {
      if (listening.remove(address(), this)) {
        for (MemberId member : connected()) {
          Socket other = other(member);
          if (other != null) {
            other.loop.execute(() -> other.listener.disconnected(identity.self()));
          }
        }
      }
      own.close();
    }
  }

  /** What comes after the end is dropped. */
  private record UntilClosed(OwnLoop inner) implements Loop {

    @Override
    public void execute(Runnable task) {
      try {
        inner.execute(task);
      } catch (RejectedExecutionException _) {
        return;
      }
    }

    @Override
    public void after(long millis, Runnable task) {
      try {
        inner.after(millis, task);
      } catch (RejectedExecutionException _) {
        return;
      }
    }

    @Override
    public boolean isCurrent() {
      return inner.isCurrent();
    }
  }

  private record MemoryBulk(OwnLoop loop, BulkService service) implements BulkConnection {

    @Override
    public CompletableFuture<BulkReply> ask(BulkRequest request) {
      try {
        return CompletableFuture.supplyAsync(() -> service.answer(request), loop::execute)
            .thenCompose(reply -> reply);
      } catch (RejectedExecutionException e) {
        return CompletableFuture.failedFuture(new IOException("The connection broke.", e));
      }
    }

    @Override
    public void close() {}
  }
}
