package io.synod.members.guests;

import io.synod.members.model.StoreModel;
import io.synod.sim.check.Finding;
import io.synod.sim.plan.Knob;
import io.synod.sim.world.World;
import java.util.Map;
import java.util.TreeMap;

/**
 * Accuses whoever ends a lease early. A lease begins, begins again and ends at the moment when that
 * is chosen; in between its time to live has to go by, by the clock of whoever ran fastest.
 */
final class LeaseLedger implements StoreModel.LeaseWatcher {

  /** What leaders read off their clocks has no fractions of milliseconds. */
  private static final long MICROS_OF_ROUNDING = 20_000;

  private record Begun(long ttl, long micros, long forward) {}

  private final World world;
  private final Map<Long, Begun> begun = new TreeMap<>();

  LeaseLedger(World world) {
    this.world = world;
  }

  /** When a lease began last, in true microseconds, or none did. */
  long lastBegun() {
    long last = 0;
    for (Begun lease : begun.values()) {
      last = Math.max(last, lease.micros());
    }
    return last;
  }

  @Override
  public void begins(long id, long ttl) {
    begun.put(id, new Begun(ttl, world.micros(), world.forward()));
  }

  @Override
  public void ends(long id, boolean byTime) {
    Begun lease = begun.remove(id);
    if (!byTime || lease == null) {
      return;
    }
    long passed = world.micros() - lease.micros();
    long shown =
        passed
            + passed * world.plan.get(Knob.DRIFT) / 1_000
            + world.forward()
            - lease.forward()
            + MICROS_OF_ROUNDING;
    if (shown < lease.ttl() * 1_000_000) {
      throw new Finding(
          "leases: never early",
          "Lease "
              + id
              + " of "
              + lease.ttl()
              + " s ends "
              + passed / 1_000
              + " ms after it was granted or renewed last.");
    }
  }
}
