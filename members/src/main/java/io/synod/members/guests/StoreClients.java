package io.synod.members.guests;

import io.synod.members.model.ModelEvent;
import io.synod.members.model.StoreModel;
import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.plan.Knob;
import io.synod.sim.world.Guests;
import io.synod.sim.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/** All clients of a store, and what has to have come of everything in the end. */
public final class StoreClients implements Guests {

  /** How much later than leases say they may end while nothing is wrong, in microseconds. */
  private static final long MOST_LATE = 1_500_000;

  private final World world;
  private final StoreModel model;
  private final IntFunction<Host> hosts;
  private final LeaseLedger ledger;
  private final List<WatchClient> watchers = new ArrayList<>();
  private final List<LeaseClient> holders = new ArrayList<>();
  private final List<EditClient> editors = new ArrayList<>();

  /** Who leads in the evening, since when, and until when leases may last under it. */
  private String leader = "";

  private long deadline;

  private StoreClients(World world, Chance chance, StoreModel model, IntFunction<Host> hosts) {
    this.hosts = hosts;
    this.world = world;
    this.model = model;
    this.ledger = new LeaseLedger(world);
    model.watch(ledger);
    Asking asking = new Asking(world, chance.fork(), hosts);
    for (int i = 0; i < world.plan.get(Knob.WATCHES); i++) {
      watchers.add(new WatchClient(world, chance.fork(), model, hosts));
    }
    int leases = world.plan.get(Knob.LEASES);
    for (int i = 0; i < leases; i++) {
      holders.add(new LeaseClient(world, chance.fork(), asking, i + 1L, leases));
    }
    for (int i = 0; i < world.plan.get(Knob.EDITS); i++) {
      editors.add(new EditClient(world, chance.fork(), asking, model));
    }
  }

  /**
   * Those of a plan.
   *
   * @param hosts members by their number, from 0
   */
  public static Guests of(World world, Chance chance, StoreModel model, IntFunction<Host> hosts) {
    boolean any =
        world.plan.get(Knob.WATCHES) + world.plan.get(Knob.LEASES) + world.plan.get(Knob.EDITS) > 0;
    return any ? new StoreClients(world, chance, model, hosts) : NONE;
  }

  @Override
  public void begin() {
    watchers.forEach(WatchClient::begin);
    holders.forEach(LeaseClient::begin);
    editors.forEach(EditClient::begin);
  }

  @Override
  public void end() {
    holders.forEach(LeaseClient::end);
    editors.forEach(EditClient::end);
    watchers.forEach(WatchClient::end);
  }

  @Override
  public boolean isDone() {
    return areLeasesOver()
        && watchers.stream().allMatch(WatchClient::isDone)
        && shelves().stream().allMatch(this::isTidy);
  }

  private List<Shelf> shelves() {
    List<Shelf> shelves = new ArrayList<>();
    for (int i = 0; i < world.quorums.members().size(); i++) {
      Shelf shelf = hosts.apply(i).shelf();
      if (shelf != null) {
        shelves.add(shelf);
      }
    }
    return shelves;
  }

  private boolean isTidy(Shelf shelf) {
    return shelf.revision() == model.revision()
        && (model.compacted() < 0 || shelf.scrubbed() == model.compacted());
  }

  /** Nothing is wrong: leases end when their time is over. */
  private boolean areLeasesOver() {
    if (model.isWithoutLeases()) {
      return true;
    }
    String leads = world.leadership();
    if (!leads.equals(leader) || ledger.lastBegun() > world.micros() - world.election) {
      leader = leads;
      long left = 1_000 * model.leftOfLeases();
      deadline = world.micros() + left + left * world.plan.get(Knob.DRIFT) / 500 + MOST_LATE;
    }
    if (world.micros() > deadline) {
      throw new Finding(
          "leases: not late",
          "Under "
              + leader
              + " a lease lasts longer than it may: "
              + model.leftOfLeases()
              + " ms.");
    }
    return false;
  }

  @Override
  public String standing() {
    return "leases have "
        + model.leftOfLeases()
        + " ms left, watches: "
        + watchers
        + ", revision "
        + model.revision()
        + ", compacted "
        + model.compacted()
        + ", stores: "
        + figures();
  }

  private String figures() {
    StringBuilder text = new StringBuilder();
    for (Shelf shelf : shelves()) {
      text.append(shelf.revision()).append('/').append(shelf.scrubbed()).append(' ');
    }
    return text.toString();
  }

  /** What can be seen is there, and what cannot is gone. */
  @Override
  public void check() {
    List<Shelf.Place> reachable = new ArrayList<>();
    for (ModelEvent event : model.reachable()) {
      reachable.add(new Shelf.Place(event.revision(), event.place()));
    }
    reachable.sort(
        Comparator.comparingLong(Shelf.Place::revision).thenComparingInt(Shelf.Place::place));
    for (Shelf shelf : shelves()) {
      if (isTidy(shelf)
          && !(shelf.events().equals(reachable) && shelf.keys() == model.reachableKeys())) {
        throw new Finding(
            "compaction",
            "After a compaction to "
                + model.compacted()
                + " there ought to be "
                + model.reachableKeys()
                + " keys and "
                + reachable
                + ", and there are "
                + shelf.keys()
                + " and "
                + shelf.events());
      }
    }
  }
}
