package io.synod.explorer;

import io.synod.core.Message;
import io.synod.sim.chance.Chance;
import io.synod.sim.world.ByHand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages on their way, each with a name of its own from its leaving to its end. */
final class Traffic {

  /** A message takes so many milliseconds at least, and less than so many more. */
  private static final int FASTEST = 60;

  private static final int SPREAD = 50;

  /** A message that is delayed takes so many milliseconds longer. */
  private static final int DELAY = 200;

  private final long seed;
  private final int members;

  /** By link, in the order in which they arrive. */
  private final List<List<Flight>> links = new ArrayList<>();

  private long lastId;

  Traffic(long seed, int members) {
    this.seed = seed;
    this.members = members;
    for (int link = 0; link < members * members; link++) {
      links.add(new ArrayList<>());
    }
  }

  /** What is on a link, the next to arrive first. */
  List<Flight> link(int from, int to) {
    return links.get(from * members + to);
  }

  /** Everything on its way. */
  List<Flight> all() {
    List<Flight> all = new ArrayList<>();
    links.forEach(all::addAll);
    return all;
  }

  /** The last message of a link takes longer, and arrives after those before it. */
  void delay(int from, int to, long now) {
    long due = now;
    for (Flight flight : link(from, to)) {
      due = Math.max(due, flight.due);
    }
    link(from, to).getLast().due = due + DELAY;
  }

  /** Looks at what a step has done to the links; returns what left in it. */
  List<Flight> look(ByHand world, int step, long now) {
    List<Flight> left = new ArrayList<>();
    for (int from = 0; from < members; from++) {
      for (int to = 0; to < members; to++) {
        look(from, to, world.transit().queue(from, to), step, now, left);
      }
    }
    return left;
  }

  private void look(
      int from, int to, Collection<Message> queue, int step, long now, List<Flight> left) {
    List<Flight> before = new ArrayList<>(link(from, to));
    List<Flight> after = new ArrayList<>();
    for (Message message : queue) {
      Flight known = take(before, message);
      if (known == null) {
        known = new Flight(++lastId, from, to, message, step, now, now + latency(lastId));
        left.add(known);
      }
      after.add(known);
    }
    links.set(from * members + to, after);
  }

  /** The same message may be on its way twice: two flights of one object. */
  @SuppressWarnings("ReferenceEquality")
  private static @Nullable Flight take(List<Flight> flights, Message message) {
    for (int i = 0; i < flights.size(); i++) {
      if (flights.get(i).message == message) {
        return flights.remove(i);
      }
    }
    return null;
  }

  private int latency(long id) {
    return FASTEST + new Chance(seed ^ id << 20).below(SPREAD);
  }
}
