package io.synod.sim.time;

import java.util.Arrays;

/**
 * Virtual time: runs what is due, in the order of its time and, at one time, in the order in which
 * it was scheduled.
 */
public final class Schedule {

  /** Something that happens at its time. */
  @FunctionalInterface
  public interface Action {

    /** Happens. */
    void run();
  }

  private static final Action NOTHING = () -> {};

  /** Of a key, so many bits are for the order among actions of the same time. */
  private static final int ORDER_BITS = 28;

  private static final long MOST_ORDER = (1L << ORDER_BITS) - 1;
  private static final long MOST_TIME = Long.MAX_VALUE >>> ORDER_BITS;

  /** A heap: the time in the upper bits of a key, the order in the lower. */
  private long[] keys = new long[256];

  private Action[] actions = new Action[256];
  private int size;
  private long now;
  private long order;
  private long done;

  /** Begins at time 0 with nothing to do. */
  public Schedule() {
    Arrays.fill(actions, NOTHING);
  }

  /** Microseconds since the beginning. */
  public long now() {
    return now;
  }

  /** How many actions have run. */
  public long done() {
    return done;
  }

  /**
   * Schedules an action.
   *
   * @param delay microseconds from now, 0 or more
   * @throws IllegalStateException if that is more than nine hours after the beginning, or if it is
   *     one of too many actions
   */
  public void after(long delay, Action action) {
    long time = now + delay;
    if (time > MOST_TIME || order > MOST_ORDER) {
      throw new IllegalStateException("A run is too long: " + order + " actions, " + time + " us.");
    }
    if (size == keys.length) {
      grow();
    }
    long key = (time << ORDER_BITS) | order++;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (key > keys[parent]) {
        break;
      }
      put(hole, keys[parent], actions[parent]);
      hole = parent;
    }
    put(hole, key, action);
  }

  /** Runs everything that is due up to this time, and then it is that time. */
  public void runUntil(long end) {
    while (size > 0 && keys[0] >>> ORDER_BITS <= end) {
      now = keys[0] >>> ORDER_BITS;
      Action action = actions[0];
      removeFirst();
      done++;
      action.run();
    }
    now = Math.max(now, end);
  }

  private void removeFirst() {
    size--;
    long key = keys[size];
    Action last = actions[size];
    actions[size] = NOTHING;
    if (size == 0) {
      return;
    }
    int hole = 0;
    int child = 1;
    while (child < size) {
      if (child + 1 < size && keys[child + 1] < keys[child]) {
        child++;
      }
      if (key < keys[child]) {
        break;
      }
      put(hole, keys[child], actions[child]);
      hole = child;
      child = 2 * hole + 1;
    }
    put(hole, key, last);
  }

  private void put(int at, long key, Action action) {
    keys[at] = key;
    actions[at] = action;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, 2 * size);
    actions = Arrays.copyOf(actions, 2 * size);
    Arrays.fill(actions, size, 2 * size, NOTHING);
  }
}
