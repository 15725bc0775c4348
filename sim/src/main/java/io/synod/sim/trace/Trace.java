package io.synod.sim.trace;

import io.synod.sim.chance.Chance;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What happened: always as a hash; on request also as the last so many lines. */
public final class Trace {

  /** In place of a member, for what concerns all of them. */
  public static final int WORLD = -1;

  /**
   * One thing that happened.
   *
   * @param micros when, in microseconds
   * @param member the number of the member, from 0, or {@link #WORLD}
   * @param text what
   */
  public record Line(long micros, int member, String text) {}

  private final int capacity;
  private final Deque<Line> lines = new ArrayDeque<>();
  private long hash;

  /**
   * A trace.
   *
   * @param capacity how many lines to keep; 0 for the hash alone, which is much faster
   */
  public Trace(int capacity) {
    this.capacity = capacity;
  }

  /** Something happened, in numbers. */
  public void mix(long figure) {
    hash = Chance.mix(hash ^ figure);
  }

  /** Something happened, in words. */
  public void note(long micros, int member, Supplier<String> text) {
    if (capacity > 0) {
      if (lines.size() == capacity) {
        lines.removeFirst();
      }
      lines.addLast(new Line(micros, member, text.get()));
    }
  }

  /** Equal for runs in which the same happened, and hardly for others. */
  public long hash() {
    return hash;
  }

  /** The last lines, oldest first. */
  public List<Line> lines() {
    return List.copyOf(lines);
  }
}
