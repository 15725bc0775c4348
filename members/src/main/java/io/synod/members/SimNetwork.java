package io.synod.members;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.node.loop.Loop;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.BulkService;
import io.synod.node.peers.Network;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A member's side of the simulated network. */
final class SimNetwork implements Network {

  private final WholeMember member;
  private final Life life;
  private final Loop loop;
  private final Listener listener;
  private BulkService bulk =
      _ -> CompletableFuture.failedFuture(new IOException("Nobody listens yet."));

  SimNetwork(WholeMember member, Life life, Loop loop, Listener listener) {
    this.member = member;
    this.life = life;
    this.loop = loop;
    this.listener = listener;
  }

  @Override
  public void listen(InetSocketAddress address, BulkService service) {
    bulk = service;
  }

  @Override
  public void connect() {}

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public void send(MemberId to, Message message) {
    if (!life.isOver() && !member.mayDie()) {
      member.check(() -> member.send(to, message));
    }
  }

  @Override
  public void flush() {}

  void received(MemberId from, Message message) {
    listener.received(from, List.of(message));
  }

  void disconnected(MemberId from) {
    listener.disconnected(from);
  }

  @Override
  public List<MemberId> connected() {
    return member.reachable();
  }

  @Override
  public BulkConnection openBulk(MemberId peer) {
    return new SimBulk(member.peer(peer));
  }

  @Override
  public void close() {}

  /** A connection that is broken, or about to be, shows in answers that do not come. */
  private final class SimBulk implements BulkConnection {

    private final WholeMember peer;
    private boolean closed;

    SimBulk(WholeMember peer) {
      this.peer = peer;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // what fails in it fails the reply
    public CompletableFuture<BulkReply> ask(BulkRequest request) {
      CompletableFuture<BulkReply> reply = new CompletableFuture<>();
      member.note(() -> "asks " + peer.id + " for a snapshot: " + request.getKindCase());
      member.travel(peer, () -> peer.answer(request, reply, this::back));
      life.after(
          member.patience(),
          () -> reply.completeExceptionally(new IOException("The connection broke.")));
      return reply;
    }

    private void back(BulkReply answer, CompletableFuture<BulkReply> reply) {
      peer.travel(
          member,
          () ->
              life.after(
                  0,
                  () -> {
                    if (!closed) {
                      member.note(() -> peer.id + " has " + answer.getKindCase());
                      reply.complete(answer);
                    }
                  }));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Asks what serves bulk connections here. */
  CompletableFuture<BulkReply> serve(BulkRequest request) {
    return bulk.answer(request).toCompletableFuture();
  }
}
