package io.synod.server;

import io.netty.channel.EventLoop;
import io.synod.core.Bytes;
import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.request.Commands;
import io.synod.store.wire.Member;
import java.util.concurrent.TimeUnit;

/** Tells all members, through the log, where clients find this one: once, until it is known. */
final class Publisher implements Reply<Outcome> {

  private static final int RETRY_SECONDS = 1;

  private final Engine engine;
  private final EventLoop loop;
  private final Bytes command;

  private Publisher(Engine engine, EventLoop loop, Member attributes) {
    this.engine = engine;
    this.loop = loop;
    this.command = Commands.encode(attributes);
  }

  /** Starts to tell, unless the store says that it has been told. */
  static void publish(
      ServerConfig config, Roster roster, Engine engine, EtcdStore store, EventLoop loop) {
    Member.Builder attributes =
        Member.newBuilder().setID(roster.self().id().value()).setName(config.name());
    config.advertiseClient().forEach(url -> attributes.addClientURLs(url.toString()));
    Member told = attributes.build();
    if (!store.members().contains(told)) {
      new Publisher(engine, loop, told).propose();
    }
  }

  private void propose() {
    engine.propose(command, loop, this);
  }

  @Override
  public void done(Outcome outcome) {
    // Everybody knows.
  }

  @Override
  public void failed(Failure failure) {
    if (failure != Failure.STOPPED && !loop.isShuttingDown()) {
      var _ = loop.schedule(this::propose, RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }
}
