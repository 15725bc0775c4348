package io.synod.sim.world;

import io.synod.core.Message;
import io.synod.sim.chance.Chance;
import io.synod.sim.network.Shape;
import io.synod.sim.plan.Knob;
import java.util.ArrayList;
import java.util.List;

/**
 * A minority, as a rule that of the leader, loses touch with the rest, which gets a leader of its
 * own at once. Both sides go on with what they have in flight, and questions of before are answered
 * across the cut as far as it leaks. Then it heals, and whoever led before takes over again,
 * perhaps without the heir.
 *
 * <p>So members learn what was chosen behind their backs before they hear under whom, and answers
 * of one ballot arrive in the next.
 */
final class Schism {

  private static final int CALLS = 4;
  private static final int MOST_UPDATES = 10;
  private static final int QUESTIONS = 8;
  private static final int RETURNS = 4;

  private final World world;
  private final Storm storm;
  private final Chance chance;

  Schism(World world, Storm storm, Chance chance) {
    this.world = world;
    this.storm = storm;
    this.chance = chance;
  }

  /** Who shall lead the minority tries to lead all, and in the middle of that the others go. */
  void begin() {
    SimMember old = chance.oneIn(3) ? world.anyMember(chance) : world.leader();
    storm.usurp(old);
    old.call(updates(1));
    storm.soon(aFewSteps(), () -> part(old));
  }

  private long aFewSteps() {
    return chance.below(4 * world.plan.get(Knob.DELAY) + 2 * world.plan.get(Knob.SYNC) + 1);
  }

  private void part(SimMember old) {
    int size = world.members.size();
    boolean[] cut = Shape.MINORITY.draw(chance, size, old.index);
    List<SimMember> rest = new ArrayList<>();
    for (SimMember member : world.members) {
      if (cut[old.index * size + member.index]) {
        rest.add(member);
      }
    }
    if (rest.isEmpty()) {
      return;
    }
    long time = storm.upTo(3);
    if (chance.oneIn(3)) {
      world.note(-1, () -> "a schism: links between the sides hold everything back");
      holdBack(cut, time);
    } else {
      world.note(-1, () -> "a schism: the sides are cut off from each other");
      storm.cutFor(cut, time);
    }
    live(old, rest);
    reunite(old, rest.getFirst(), time);
  }

  private void holdBack(boolean[] links, long micros) {
    int size = world.members.size();
    for (int link = 0; link < links.length; link++) {
      if (links[link]) {
        world.network.clog(link / size, link % size, micros);
      }
    }
  }

  /** The first of the rest is the heir. */
  private void live(SimMember old, List<SimMember> rest) {
    SimMember heir = rest.getFirst();
    storm.soon(storm.upTo(1) / 4, () -> storm.usurp(heir));
    storm.soon(storm.upTo(1), () -> storm.usurp(chance.of(rest)));
    for (int i = 0; i < CALLS; i++) {
      storm.soon(storm.upTo(1) / 4, () -> old.call(updates(1)));
      storm.soon(storm.upTo(1), () -> chance.of(rest).call(updates(MOST_UPDATES)));
    }
    if (chance.oneIn(2)) {
      storm.soon(storm.upTo(1), () -> forget(chance.of(rest)));
    }
    for (int i = 0; i < QUESTIONS; i++) {
      storm.soon(storm.upTo(2), () -> ask(old, chance.of(rest)));
      storm.soon(storm.upTo(1), () -> ask(chance.of(rest), heir));
    }
  }

  private List<Request> updates(int most) {
    List<Request> updates = new ArrayList<>();
    for (int i = chance.between(1, most); i > 0; i--) {
      updates.add(world.clients.unreadUpdate());
    }
    return updates;
  }

  /** Makes its state durable and starts again: its log begins where the state ends. */
  private static void forget(SimMember member) {
    member.flush();
    member.crash("is started again");
    member.start();
  }

  private static void ask(SimMember asker, SimMember asked) {
    if (asker.isUp() && asker.index != asked.index) {
      asked.receive(asker.index, new Message.Learn(asker.chosen() + 1));
    }
  }

  private void reunite(SimMember old, SimMember heir, long time) {
    if (chance.oneIn(2)) {
      storm.soon(time, () -> lose(heir));
    }
    for (int i = 0; i < RETURNS; i++) {
      storm.soon(time + storm.upTo(1) / 4, () -> storm.usurp(old));
      storm.soon(time + aFewSteps(), () -> storm.usurp(old));
    }
  }

  private void lose(SimMember heir) {
    world.note(-1, () -> "the heir " + heir.id + " is cut off");
    storm.cutFor(Shape.ISOLATED.draw(chance, world.members.size(), heir.index), storm.upTo(2));
  }
}
