package io.synod.sim.network;

import io.synod.sim.chance.Chance;
import io.synod.sim.time.Schedule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One link per ordered pair of members, which are numbered from 0.
 *
 * @param <M> what is sent
 */
public final class Network<M> {

  /**
   * Where messages arrive.
   *
   * @param <M> what is sent
   */
  @FunctionalInterface
  public interface Receiver<M> {

    /** A message arrives. */
    void deliver(int from, int to, M message);
  }

  /** Goes astray as often as its share says. */
  public static final int MOST_STRAY = 8;

  private final int members;
  private final Schedule schedule;
  private final Chance chance;
  private final Receiver<M> receiver;
  private final Weather[] weather;

  /** How many partitions cut the link. */
  private final int[] cuts;

  /** Until when the link holds back what is sent on it, and then lets everything go. */
  private final long[] heldUntil;

  /** Where messages wait to be delivered by hand; null if they find their own way. */
  private @Nullable Transit<M> transit;

  /** A network of links that all have the same weather. */
  public Network(
      int members, Schedule schedule, Chance chance, Weather weather, Receiver<M> receiver) {
    this.members = members;
    this.schedule = schedule;
    this.chance = chance;
    this.receiver = receiver;
    this.weather = new Weather[members * members];
    Arrays.fill(this.weather, weather);
    this.cuts = new int[members * members];
    this.heldUntil = new long[members * members];
  }

  /** From now on messages wait until somebody delivers them. */
  public Transit<M> hold() {
    Transit<M> waiting = new Transit<>(members);
    transit = waiting;
    return waiting;
  }

  /**
   * Sends a message, which may arrive never, once, or several times.
   *
   * @param strayness by how many eighths of its share it goes astray, or through a cut
   */
  public void send(int from, int to, M message, int strayness) {
    int link = link(from, to);
    if (transit != null) {
      if (cuts[link] == 0) {
        transit.queue(from, to).add(message);
      }
      return;
    }
    Weather sky = weather[link];
    if (chance.permille(sky.late() * strayness / MOST_STRAY)) {
      long most = (chance.next() >>> 1) % (sky.lateness() + 1);
      long delay = (chance.next() >>> 1) % (most + 1);
      schedule.after(delay, () -> receiver.deliver(from, to, message));
    }
    if (cuts[link] > 0) {
      if (chance.permille(sky.leak() * strayness / MOST_STRAY)) {
        schedule.after(delay(link, sky), () -> receiver.deliver(from, to, message));
      }
      return;
    }
    int copies = chance.permille(sky.duplication()) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (!chance.permille(sky.loss())) {
        schedule.after(delay(link, sky), () -> arrive(from, to, message));
      }
    }
  }

  private long delay(int link, Weather sky) {
    long delay = sky.delay() / 2 + chance.below((int) sky.delay() + 1);
    if (chance.permille(sky.tail())) {
      delay = 4 * chance.heavyTailed(sky.delay());
    }
    return Math.max(0, heldUntil[link] - schedule.now()) + delay;
  }

  private void arrive(int from, int to, M message) {
    if (cuts[link(from, to)] == 0) {
      receiver.deliver(from, to, message);
    }
  }

  /** Cuts every link of the shape, besides what is cut already. */
  public void cut(boolean[] shape) {
    for (int link = 0; link < cuts.length; link++) {
      cuts[link] += shape[link] ? 1 : 0;
      if (transit != null && shape[link]) {
        transit.queue(link / members, link % members).clear();
      }
    }
  }

  /** Takes one {@link #cut} of the same shape back. */
  public void heal(boolean[] shape) {
    for (int link = 0; link < cuts.length; link++) {
      cuts[link] -= shape[link] && cuts[link] > 0 ? 1 : 0;
    }
  }

  /** Whether a message could not pass now. */
  public boolean isCut(int from, int to) {
    return cuts[link(from, to)] > 0;
  }

  /** Holds back what is sent from now on, for so many microseconds. */
  public void clog(int from, int to, long micros) {
    int link = link(from, to);
    heldUntil[link] = Math.max(heldUntil[link], schedule.now() + micros);
  }

  /** Nothing is wrong with this link any more, and what was sent arrives as it was fated to. */
  public void mend(int from, int to, Weather fair) {
    int link = link(from, to);
    cuts[link] = 0;
    heldUntil[link] = 0;
    weather[link] = fair;
  }

  /** The number of members. */
  public int members() {
    return members;
  }

  private int link(int from, int to) {
    return from * members + to;
  }
}
