package io.synod.server;

import io.netty.channel.EventLoop;
import io.synod.node.Failure;
import io.synod.node.member.MemberStatus;
import io.synod.node.requests.Reply;
import io.synod.server.compaction.Retention;
import io.synod.server.compaction.Rule;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.request.Commands;
import io.synod.store.wire.CompactionRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Compacts the history by a rule. All members follow it, so that the next leader knows what to do;
 * only the leader proposes.
 */
final class AutoCompaction {
  private final Engine engine;
  private final EtcdStore store;
  private final EventLoop loop;
  private final Rule rule;
  private final LongSupplier millis;

  AutoCompaction(Engine engine, EtcdStore store, EventLoop loop, Rule rule, LongSupplier millis) {
    this.engine = engine;
    this.store = store;
    this.loop = loop;
    this.rule = rule;
    this.millis = millis;
  }

  /** Starts to compact, until the event loop ends. */
  static void start(Retention retention, Engine engine, EtcdStore store, EventLoop loop) {
    LongSupplier millis = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    switch (retention) {
      case Retention.All _ -> {}
      case Retention.Revisions revisions ->
          new AutoCompaction(engine, store, loop, Rule.of(revisions), millis).schedule();
      case Retention.Period period ->
          new AutoCompaction(
                  engine,
                  store,
                  loop,
                  Rule.of(period, store.revision(), millis.getAsLong()),
                  millis)
              .schedule();
    }
  }

  private void schedule() {
    long every = rule.everyMillis();
    var _ = loop.scheduleAtFixedRate(this::tick, every, every, TimeUnit.MILLISECONDS);
  }

  /** Compacts if it is time. */
  void tick() {
    rule.tick(store.revision(), millis.getAsLong()).ifPresent(this::compact);
  }

  private void compact(long revision) {
    if (revision <= store.compacted()) {
      rule.done(revision, millis.getAsLong());
      return;
    }
    MemberStatus status = engine.status();
    if (status.leader().filter(status.id()::equals).isPresent()) {
      engine.propose(
          Commands.encode(CompactionRequest.newBuilder().setRevision(revision).build()),
          loop,
          new Reply<>() {
            @Override
            public void done(Outcome outcome) {
              rule.done(revision, millis.getAsLong());
            }

            @Override
            public void failed(Failure failure) {
              // It is still time for it when the rule is asked again.
            }
          });
    }
  }
}
