package io.synod.sim.world;

import io.synod.core.Effects;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.Value;
import io.synod.core.replica.Replica;
import io.synod.sim.time.MemberClock;
import java.util.List;

/** A member whose disk and clock move by hand, and at which somebody looks. */
final class HandMember extends CoreMember {

  private final Watcher watcher;

  /** How many records survive the next death although they are not synced. */
  private int kept;

  HandMember(int index, World world, MemberClock clock, Watcher watcher) {
    super(index, world, clock);
    this.watcher = watcher;
  }

  /**
   * The protocol, to be looked at only.
   *
   * @throws IllegalArgumentException if the member is down
   */
  Replica running() {
    Replica running = replica();
    if (running == null) {
      throw new IllegalArgumentException("Member " + id + " is down.");
    }
    return running;
  }

  void crashKeeping(int records) {
    kept = records;
    crash("dies");
  }

  @Override
  List<Record> loseUnsynced() {
    return disk.crash(kept);
  }

  /** Time passes; nothing happens by itself. */
  void tick(long millis, long random) {
    clock.jump(millis * 1000);
    happen(new Event.Tick(clock.millis(), random));
  }

  /** Everything that was written becomes durable. */
  void syncNow() {
    if (disk.beginSync()) {
      synced();
    }
  }

  @Override
  void sync() {}

  @Override
  void after(int micros, Runnable action) {
    action.run();
  }

  @Override
  int padding() {
    return 0;
  }

  @Override
  void step(Event event) {
    super.step(event);
    watcher.stepped(index);
  }

  @Override
  void carryOut(Effects effects) {
    watcher.does(index, effects);
    super.carryOut(effects);
    watcher.did(index, effects);
  }

  @Override
  void send(MemberId to, Message message) {
    int receiver = (int) to.value() - 1;
    watcher.sends(index, receiver, message, !world.network.isCut(index, receiver));
    super.send(to, message);
  }

  @Override
  void apply(long slot, Value value) {
    if (slot > applied()) {
      watcher.applies(index, slot, value, snapshot());
    }
    super.apply(slot, value);
  }
}
