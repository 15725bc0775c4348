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

  private static final int FIRST_CAPACITY = 256;

  /** A heap in which each place has four below it. */
  private static final int BRANCHES = 4;

  /** The heap: the time in the upper bits of a key, the order in the lower. */
  private long[] keys = new long[FIRST_CAPACITY];

  /** Where the action of each key is; behind the last key, the places that are free. */
  private int[] places = new int[FIRST_CAPACITY];

  private Action[] actions = new Action[FIRST_CAPACITY];
  private int size;
  private long now;
  private long order;
  private long done;

  /** Begins at time 0 with nothing to do. */
  public Schedule() {
    free(0);
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
    int place = places[size];
    actions[place] = action;
    int hole = size++;
    while (hole > 0) {
      int parent = (hole - 1) / BRANCHES;
      if (key > keys[parent]) {
        break;
      }
      put(hole, keys[parent], places[parent]);
      hole = parent;
    }
    put(hole, key, place);
  }

  /** Runs everything that is due up to this time, and then it is that time. */
  public void runUntil(long end) {
    while (size > 0 && keys[0] >>> ORDER_BITS <= end) {
      now = keys[0] >>> ORDER_BITS;
      Action action = removeFirst();
      done++;
      action.run();
    }
    now = Math.max(now, end);
  }

  private Action removeFirst() {
    int first = places[0];
    Action action = actions[first];
    actions[first] = NOTHING;
    size--;
    long key = keys[size];
    int place = places[size];
    places[size] = first;
    int hole = 0;
    int child = least(hole);
    while (child < size && keys[child] < key) {
      put(hole, keys[child], places[child]);
      hole = child;
      child = least(hole);
    }
    if (size > 0) {
      put(hole, key, place);
    }
    return action;
  }

  /** The least of those below a place in the heap; not less than the size if there is none. */
  private int least(int hole) {
    int child = BRANCHES * hole + 1;
    int end = Math.min(child + BRANCHES, size);
    int least = child;
    while (++child < end) {
      if (keys[child] < keys[least]) {
        least = child;
      }
    }
    return least;
  }

  private void put(int at, long key, int place) {
    keys[at] = key;
    places[at] = place;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, 2 * size);
    places = Arrays.copyOf(places, 2 * size);
    actions = Arrays.copyOf(actions, 2 * size);
    free(size);
  }

  /** All places from this one on are free. */
  private void free(int from) {
    Arrays.fill(actions, from, actions.length, NOTHING);
    for (int place = from; place < places.length; place++) {
      places[place] = place;
    }
  }
}
