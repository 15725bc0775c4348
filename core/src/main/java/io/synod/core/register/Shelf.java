package io.synod.core.register;

import io.synod.core.Outbox;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The registers in use. Any other is looked up outside first, while what is to be done with it
 * waits; and is given up again when the room is needed, for what was stored last is what a later
 * load brings.
 */
final class Shelf {

  private record Task(Runnable todo, long weight) {}

  private final Outbox out;
  private final long room;
  private final long waitingRoom;

  /** The registers at hand, the one used last at the end. */
  private final Map<String, RegisterState> states = new LinkedHashMap<>();

  private final Map<String, List<Task>> loading = new LinkedHashMap<>();
  private long weight;
  private long waitingWeight;

  /**
   * An empty one.
   *
   * @param room how many bytes of states to keep at hand
   * @param waitingRoom how many bytes may wait for states that are being loaded
   */
  Shelf(Outbox out, long room, long waitingRoom) {
    this.out = out;
    this.room = room;
    this.waitingRoom = waitingRoom;
  }

  /**
   * Does something as soon as the register is at hand: now, or when it is loaded.
   *
   * @param bytes how much the task holds on to
   * @return false if too much waits already, and it will not be done
   */
  boolean with(String name, long bytes, Runnable task) {
    RegisterState state = states.remove(name);
    if (state != null) {
      states.put(name, state);
      task.run();
      return true;
    }
    if (waitingWeight + bytes > waitingRoom && waitingWeight > 0) {
      return false;
    }
    waitingWeight += bytes;
    List<Task> tasks = loading.get(name);
    if (tasks == null) {
      tasks = new ArrayList<>();
      loading.put(name, tasks);
      out.load(name);
    }
    tasks.add(new Task(task, bytes));
    return true;
  }

  /** A register that was asked for is here. */
  void loaded(String name, RegisterState state) {
    List<Task> tasks = loading.remove(name);
    if (tasks == null) {
      return;
    }
    states.put(name, state);
    weight += state.weight();
    for (Task task : tasks) {
      waitingWeight -= task.weight();
      task.todo().run();
    }
  }

  /** What a register holds that is at hand. */
  RegisterState get(String name) {
    RegisterState state = states.get(name);
    if (state == null) {
      throw new IllegalStateException("Register " + name + " is used but not at hand.");
    }
    return state;
  }

  /** What a register holds if it is at hand, or null. */
  @Nullable RegisterState atHand(String name) {
    return states.get(name);
  }

  /**
   * A register holds something else from now on.
   *
   * @throws IllegalStateException if that would break a promise, or change what is chosen
   */
  void put(String name, RegisterState state) {
    RegisterState before = get(name);
    check(name, before, state);
    states.put(name, state);
    weight += state.weight() - before.weight();
    out.store(name, state);
  }

  private static void check(String name, RegisterState before, RegisterState after) {
    if (before.promised().isNewerThan(after.promised())) {
      throw new IllegalStateException(
          "Invariant 2 is broken: register "
              + name
              + " would take back its promise of "
              + before.promised()
              + ".");
    }
    Value chosen = before.chosenValue();
    if (chosen != null && !chosen.equals(after.chosenValue())) {
      throw new IllegalStateException(
          "Invariant 9 is broken: the chosen value of register " + name + " would change.");
    }
  }

  /** Gives up what has not been used for longest, as far as there is no room for it. */
  void tidy() {
    Iterator<RegisterState> oldest = states.values().iterator();
    while (weight > room && oldest.hasNext()) {
      weight -= oldest.next().weight();
      oldest.remove();
    }
  }
}
