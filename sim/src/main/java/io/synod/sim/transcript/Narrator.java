package io.synod.sim.transcript;

import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.RegisterEffects;
import io.synod.core.Value;
import io.synod.core.replica.Replica;
import io.synod.sim.machine.Machine;
import io.synod.sim.world.ByHand;
import io.synod.sim.world.RegisterCall;
import io.synod.sim.world.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what members do, line by line. */
final class Narrator implements Watcher {

  /** How much is said. */
  enum Detail {
    /** Everything but heartbeats. */
    ALL,
    /** No messages and no records. */
    OUTCOMES,
    /** Only who begins and ceases to lead, and what the commands themselves say. */
    LEADERS
  }

  private final List<String> lines = new ArrayList<>();
  private final long[] written;
  private final long[] durable;
  private final boolean[] led;
  private final SortedMap<Integer, Integer> wanted = new TreeMap<>();
  private Detail detail = Detail.ALL;
  private @Nullable ByHand world;

  Narrator(int members) {
    written = new long[members];
    durable = new long[members];
    led = new boolean[members];
  }

  /** The world to look at. */
  void watch(ByHand newWorld) {
    world = newWorld;
  }

  /** Does something with less detail, or more. */
  void tell(Detail less, Runnable work) {
    Detail before = detail;
    detail = less;
    work.run();
    detail = before;
  }

  void say(String line) {
    lines.add(line);
  }

  /** What was said since the last call. */
  List<String> take() {
    List<String> said = List.copyOf(lines);
    lines.clear();
    return said;
  }

  private void say(Detail least, String line) {
    if (detail.compareTo(least) <= 0) {
      lines.add(line);
    }
  }

  /** The members that want a snapshot, and from whom. */
  SortedMap<Integer, Integer> wanted() {
    return wanted;
  }

  /** Everything that a member wrote becomes durable. */
  void syncs(int member) {
    durable[member] = written[member];
  }

  /** A member begins with nothing under way. */
  void starts(int member) {
    written[member] = 0;
    durable[member] = 0;
    led[member] = false;
    wanted.remove(member);
  }

  @Override
  public void does(int member, Effects effects) {
    String name = Phrases.member(member);
    for (Record record : effects.append()) {
      written[member]++;
      say(Detail.ALL, name + " writes " + written[member] + ": " + Phrases.record(record));
    }
    for (Effects.SendOnceDurable send : effects.onceDurable()) {
      if (send.record() > durable[member]) {
        say(
            Detail.ALL,
            name
                + " holds until "
                + send.record()
                + " is durable: "
                + Phrases.message(send.message()));
      }
    }
  }

  @Override
  public void sends(int from, int to, Message message, boolean isCarried) {
    if (!(message instanceof Message.Heartbeat)) {
      say(
          Detail.ALL,
          Phrases.link(from, to) + ": " + Phrases.message(message) + (isCarried ? "" : " (cut)"));
    }
  }

  @Override
  public void applies(int member, long slot, Value value, Machine state) {
    leads(member);
    String name = Phrases.member(member);
    say(Detail.OUTCOMES, name + " applies " + slot + "=" + Phrases.value(value));
    for (Command command : value.commands()) {
      if (state.contains(command.session(), command.sequence())) {
        say(Detail.OUTCOMES, name + " has applied " + Phrases.command(command) + " already");
      }
    }
  }

  @Override
  public void did(int member, Effects effects) {
    leads(member);
    String name = Phrases.member(member);
    for (Effects.ReadReady read : effects.reads()) {
      say(
          Detail.OUTCOMES,
          name + " answers reads up to " + read.upTo() + " at slot " + read.slot());
    }
    for (Effects.Refused refused : effects.refused()) {
      say(Detail.OUTCOMES, name + " refuses " + refused.sequence() + ": " + refused.reason());
    }
    effects
        .snapshotFrom()
        .ifPresent(from -> {
          wanted.put(member, (int) from.value() - 1);
          say(Detail.OUTCOMES, name + " fetches a snapshot from " + Phrases.member(from));
        });
  }

  @Override
  public void tells(int member, RegisterCall call, RegisterEffects.Answer answer) {
    say(Detail.LEADERS, Phrases.member(member) + " " + RegisterPhrases.answer(call, answer));
  }

  @Override
  public void stepped(int member) {
    leads(member);
  }

  private void leads(int member) {
    if (world != null && world.isUp(member)) {
      Replica replica = world.replica(member);
      if (replica.leading() != led[member]) {
        led[member] = replica.leading();
        say(
            Phrases.member(member)
                + (led[member] ? " leads under " + replica.ballot() : " leads no more"));
      }
    }
  }
}
