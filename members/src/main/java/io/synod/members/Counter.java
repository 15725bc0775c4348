package io.synod.members;

import io.synod.core.Bytes;
import io.synod.members.guests.Host;
import io.synod.node.Failure;
import io.synod.node.member.RunningMember;
import io.synod.node.requests.Reply;
import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.plan.Knob;
import io.synod.sim.time.MemberClock;
import io.synod.sim.world.World;
import io.synod.store.EtcdStore;
import io.synod.store.LeaseTicker;
import io.synod.store.Outcome;
import io.synod.store.answer.Encoding;
import io.synod.store.follow.Desk;
import io.synod.store.follow.EventLoop;
import io.synod.store.follow.Pieces;
import io.synod.store.mvcc.Effort;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a member's server has for guests in one life: production's desk of watches, reader and
 * ticker of leases.
 */
final class Counter {

  private static final int LOOP = 200;
  private static final int LONGEST_ANSWER = 50_000;
  private static final int PROGRESS_MILLIS = 300;
  private static final List<Pieces> PIECES =
      List.of(new Pieces(1, 1), new Pieces(200, 80), new Pieces(512 << 10, 512 << 10));

  private final WholeMember member;
  private final World world;
  private final Life life;
  private final RunningMember<Outcome> running;
  private final WatchedStore store;
  private final Chance chance;
  private final Executor loop;
  private final Desk desk;
  private final List<WatchLine> lines = new ArrayList<>();
  private long lastTask;

  Counter(WholeMember member, Life life, RunningMember<Outcome> running, WatchedStore store) {
    this.member = member;
    this.world = member.world();
    this.life = life;
    this.running = running;
    this.store = store;
    this.chance = member.reception().chance().fork();
    this.loop = this::later;
    this.desk =
        new Desk(
            eventLoop(),
            store.inner(),
            revision -> ResponseHeader.newBuilder().setRevision(revision).build(),
            () -> running.status().leader().isPresent(),
            PROGRESS_MILLIS,
            chance.of(PIECES));
    if (world.plan.get(Knob.LEASES) > 0) {
      tickFor(member.clock());
    }
  }

  private void tickFor(MemberClock clock) {
    new LeaseTicker(
            store.inner(),
            running::status,
            this::proposeTick,
            clock::millis,
            (millis, task) -> life.after(clock.trueMicros(millis * 1000), task::run))
        .start();
  }

  private void proposeTick(Bytes command, Reply<Outcome> reply) {
    member.check(() -> world.checker.asked(command));
    running.propose(command, loop, reply);
  }

  /** Tasks of the one event loop, each after those before it. */
  private void later(Runnable task) {
    lastTask = Math.max(lastTask, world.micros() + chance.below(LOOP));
    life.after(lastTask - world.micros(), task::run);
  }

  private EventLoop eventLoop() {
    return new EventLoop() {
      @Override
      public void execute(Runnable task) {
        later(task);
      }

      @Override
      public Runnable every(long millis, Runnable task) {
        boolean[] ended = new boolean[1];
        again(millis, task, ended);
        return () -> ended[0] = true;
      }
    };
  }

  private void again(long millis, Runnable task, boolean[] ended) {
    life.after(
        member.clock().trueMicros(millis * 1_000),
        () -> {
          if (!ended[0]) {
            task.run();
            again(millis, task, ended);
          }
        });
  }

  void propose(Bytes command, Consumer<Outcome> done) {
    running.propose(
        command,
        loop,
        new Reply<>() {
          @Override
          public void done(Outcome outcome) {
            member.check(() -> done.accept(outcome));
          }

          @Override
          public void failed(Failure failure) {
            // Whoever asked gives up by himself.
          }
        });
  }

  void read(RangeRequest request, boolean fresh, Consumer<Host.Found> done) {
    if (!fresh) {
      look(request, done);
      return;
    }
    long floor = world.checker.told();
    running.read(
        loop,
        new Reply<>() {
          @Override
          public void done(Long slot) {
            member.check(() -> world.checker.read(member.id, floor, store.slot()));
            look(request, done);
          }

          @Override
          public void failed(Failure failure) {
            // Whoever asked gives up by himself.
          }
        });
  }

  private void look(RangeRequest request, Consumer<Host.Found> done) {
    long slot = store.slot();
    try {
      Encoding encoding =
          store
              .inner()
              .reader()
              .read(request, _ -> ResponseHeader.getDefaultInstance(), Effort.whole());
      int restored = store.restored();
      life.after(chance.below(LONGEST_ANSWER), () -> send(encoding, restored, slot, done));
    } catch (RefusedException refused) {
      member.check(() -> done.accept(new Host.Found(slot, null, refused.refusal())));
    }
  }

  /** What was found is read while it is sent, which takes a while. */
  private void send(@Nullable Encoding answer, int restored, long slot, Consumer<Host.Found> done) {
    try (Encoding encoding = answer) {
      if (encoding == null) {
        throw new IllegalStateException("Somebody gave up who had all the time.");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) encoding.size());
      encoding.write(bytes);
      RangeResponse response = RangeResponse.parseFrom(bytes.flip());
      member.check(() -> done.accept(new Host.Found(slot, response.getKvsList(), null)));
    } catch (IOException | RuntimeException broken) {
      // Another state may have taken the place of the one that was read.
      if (store.restored() == restored) {
        member.check(() -> {
          throw new Finding("reads of the past", "An answer breaks off: " + broken);
        });
      }
    }
  }

  Host.Line connect(Host.Ear ear) {
    WatchLine line = new WatchLine(world, member.index, life, desk, chance.fork(), ear);
    lines.removeIf(WatchLine::isOver);
    lines.add(line);
    return line;
  }

  EtcdStore store() {
    return store.inner();
  }

  /** The member is gone. */
  void close() {
    lines.forEach(WatchLine::cut);
    lines.clear();
  }
}
