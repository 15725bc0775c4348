package io.synod.members.guests;

import io.synod.core.Bytes;
import io.synod.sim.chance.Chance;
import io.synod.sim.world.World;
import io.synod.store.Outcome;
import io.synod.store.wire.RangeRequest;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Asks any member for something, and gives up when no answer comes. */
final class Asking {

  private static final int PATIENCE = 6;

  private final World world;
  private final Chance chance;
  private final IntFunction<Host> hosts;
  private long values;

  Asking(World world, Chance chance, IntFunction<Host> hosts) {
    this.hosts = hosts;
    this.world = world;
    this.chance = chance;
  }

  /** A text that nobody else writes. */
  String value() {
    return "v" + ++values;
  }

  private Host any() {
    return hosts.apply(chance.below(world.quorums.members().size()));
  }

  /** One of the two is called, once. */
  void propose(Bytes command, Consumer<Outcome> done, Runnable lost) {
    world.checker.asked(command);
    Host host = any();
    Once<Outcome> once = new Once<>(done);
    world.schedule.after(chance.below(1_000), () -> host.propose(command, once::take));
    giveUp(once, lost);
  }

  /** One of the two is called, once. */
  void read(RangeRequest request, boolean fresh, Consumer<Host.Found> done, Runnable lost) {
    Host host = any();
    Once<Host.Found> once = new Once<>(done);
    world.schedule.after(chance.below(1_000), () -> host.read(request, fresh, once::take));
    giveUp(once, lost);
  }

  private void giveUp(Once<?> once, Runnable lost) {
    world.schedule.after(
        chance.below((int) (PATIENCE * world.election)) + world.election,
        () -> {
          if (once.isOpen()) {
            once.close();
            lost.run();
          }
        });
  }

  /** Takes one answer, while somebody waits for it. */
  private static final class Once<T> {
    private final Consumer<T> taker;
    private boolean open = true;

    Once(Consumer<T> taker) {
      this.taker = taker;
    }

    boolean isOpen() {
      return open;
    }

    void close() {
      open = false;
    }

    void take(T answer) {
      if (open) {
        open = false;
        taker.accept(answer);
      }
    }
  }
}
