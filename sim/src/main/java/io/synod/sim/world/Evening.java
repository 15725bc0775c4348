package io.synod.sim.world;

import io.synod.sim.check.Finding;
import io.synod.sim.network.Weather;

/**
 * After the calm nothing is wrong with anybody who is not out for ever, and what takes its time has
 * to come to its end.
 */
final class Evening {

  private static final int ELECTIONS = 60;
  private static final long LONGEST = 20_000_000;

  private final World world;

  Evening(World world) {
    this.world = world;
  }

  void run() {
    world.note(-1, () -> "nothing is wrong any more");
    mend();
    long start = world.schedule.now();
    while (!world.guests.isDone()) {
      if (world.schedule.now() > start + LONGEST + ELECTIONS * world.election) {
        throw new Finding(
            "liveness", "In the evening not everything is done: " + world.guests.standing());
      }
      world.schedule.runUntil(world.schedule.now() + world.election / 4);
    }
  }

  private void mend() {
    Weather fair = Weather.fair(500);
    for (SimMember member : world.members) {
      for (SimMember other : world.members) {
        world.network.mend(member.index, other.index, fair);
      }
      member.ailments.end();
      member.start();
    }
  }
}
