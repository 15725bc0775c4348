package io.synod.members;

import io.synod.core.Bytes;
import io.synod.members.guests.Host;
import io.synod.members.guests.Shelf;
import io.synod.members.map.DiskHome;
import io.synod.node.disk.Disk;
import io.synod.sim.chance.Chance;
import io.synod.store.Outcome;
import io.synod.store.wire.RangeRequest;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where guests find a member, over all its lives. */
final class Reception implements Host {

  private final WholeMember member;
  private final Supplier<@Nullable Body> body;

  /** What guests draw from, so that they do not shift what others draw. */
  private final Chance chance;

  /** Where the store lies since it was opened last. */
  private @Nullable DiskHome home;

  Reception(WholeMember member, Chance chance, Supplier<@Nullable Body> body) {
    this.member = member;
    this.chance = chance;
    this.body = body;
  }

  Chance chance() {
    return chance;
  }

  DiskHome home(Disk directory, Function<Path, Disk> places) {
    DiskHome opened = new DiskHome(directory, places);
    home = opened;
    return opened;
  }

  private @Nullable Counter counter() {
    Body running = body.get();
    return running == null ? null : running.counter();
  }

  private void atCounter(Consumer<Counter> action) {
    member.inBody(_ -> {
      Counter counter = counter();
      if (counter != null) {
        action.accept(counter);
      }
    });
  }

  @Override
  public void propose(Bytes command, Consumer<Outcome> done) {
    atCounter(counter -> counter.propose(command, done));
  }

  @Override
  public void read(RangeRequest request, boolean fresh, Consumer<Found> done) {
    atCounter(counter -> counter.read(request, fresh, done));
  }

  @Override
  public @Nullable Line connect(Ear ear) {
    Counter counter = counter();
    return counter == null ? null : counter.connect(ear);
  }

  @Override
  public @Nullable Shelf shelf() {
    Counter counter = counter();
    DiskHome lies = home;
    return counter == null || lies == null
        ? null
        : lies.shelf(counter.store().revision(), counter.store().scrubbed());
  }
}
