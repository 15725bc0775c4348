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

  private long[] times = new long[256];
  private long[] orders = new long[256];
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
   */
  public void after(long delay, Action action) {
    if (size == times.length) {
      grow();
    }
    int hole = size++;
    long time = now + delay;
    long number = order++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (!isBefore(time, number, parent)) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, time, number, action);
  }

  /** Runs everything that is due up to this time, and then it is that time. */
  public void runUntil(long end) {
    while (size > 0 && times[0] <= end) {
      now = times[0];
      Action action = actions[0];
      removeFirst();
      done++;
      action.run();
    }
    now = Math.max(now, end);
  }

  private void removeFirst() {
    size--;
    long time = times[size];
    long number = orders[size];
    Action last = actions[size];
    actions[size] = NOTHING;
    if (size == 0) {
      return;
    }
    int hole = 0;
    while (true) {
      int child = 2 * hole + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isBefore(times[child + 1], orders[child + 1], child)) {
        child++;
      }
      if (isBefore(time, number, child)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, time, number, last);
  }

  private boolean isBefore(long time, long number, int other) {
    return time < times[other] || (time == times[other] && number < orders[other]);
  }

  private void move(int from, int to) {
    put(to, times[from], orders[from], actions[from]);
  }

  private void put(int at, long time, long number, Action action) {
    times[at] = time;
    orders[at] = number;
    actions[at] = action;
  }

  private void grow() {
    times = Arrays.copyOf(times, 2 * size);
    orders = Arrays.copyOf(orders, 2 * size);
    actions = Arrays.copyOf(actions, 2 * size);
    Arrays.fill(actions, size, 2 * size, NOTHING);
  }
}
