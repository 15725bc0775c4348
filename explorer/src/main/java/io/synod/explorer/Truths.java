package io.synod.explorer;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.RegisterState;
import io.synod.core.Value;
import io.synod.core.log.Slots;
import io.synod.core.replica.Replica;
import io.synod.sim.check.Finding;
import io.synod.sim.transcript.Rehearsal;
import io.synod.sim.world.ByHand;
import java.util.ArrayList;
import java.util.List;

/** What must be true at every moment, and why it is true now. */
final class Truths {

  /**
   * An invariant.
   *
   * @param name what the checkers call it
   * @param why why it holds now, or how it is broken
   */
  record Truth(String name, boolean holds, String why) {}

  private final Run run;
  private final ByHand world;
  private final List<Truth> all = new ArrayList<>();

  private Truths(Run run) {
    this.run = run;
    this.world = run.world();
  }

  static List<Truth> of(Run run) {
    Truths truths = new Truths(run);
    if (run.setting().mode() == Mode.REGISTER) {
      truths.register();
    } else {
      truths.log();
    }
    return truths.all;
  }

  private void add(String name, String why) {
    Finding finding = run.finding();
    boolean broken = finding != null && finding.checker().endsWith(name);
    all.add(new Truth(name, !broken, broken && finding != null ? finding.sentence() : why));
  }

  /** What a checker accuses that is none of those listed. */
  private void others() {
    Finding finding = run.finding();
    if (finding != null && all.stream().allMatch(Truth::holds)) {
      all.add(new Truth(finding.checker(), false, finding.sentence()));
    }
  }

  private void register() {
    Value chosen = world.checker().registers().chosen(Scene.REGISTER);
    add(
        "agreement",
        chosen == null
            ? "No value is on the disks of a quorum under one ballot: nothing is chosen."
            : Rehearsal.registerName(chosen)
                + " is chosen: "
                + holders(chosen)
                + " hold it. Nothing else ever can be.");
    add("promises never go back", promises());
    add(
        "durability",
        "What members say that they promised or accepted is on their disks: "
            + unsynced()
            + " not yet, and so not said yet.");
    add("disk before word", "No message left before the record that it speaks of was durable.");
    add("validity", "Only what a client proposed was ever accepted.");
    others();
  }

  private String holders(Value chosen) {
    List<String> names = new ArrayList<>();
    for (int member = 0; member < world.size(); member++) {
      if (world.isUp(member)) {
        AcceptedValue held = world.register(member, Scene.REGISTER).accepted();
        if (held != null
            && Rehearsal.registerName(held.value()).equals(Rehearsal.registerName(chosen))) {
          names.add("m" + (member + 1));
        }
      }
    }
    return Texts.list(names);
  }

  private String promises() {
    List<String> parts = new ArrayList<>();
    for (int member = 0; member < world.size(); member++) {
      if (world.isUp(member)) {
        Ballot promised = run.promised(member);
        Ballot accepted = accepted(member);
        if (promised.round() > 0) {
          parts.add(
              "m"
                  + (member + 1)
                  + " promised "
                  + promised
                  + (accepted.round() > 0
                      ? " >= its accepted " + accepted
                      : " and accepted nothing"));
        }
      }
    }
    return parts.isEmpty() ? "Nobody has promised anything yet." : Texts.list(parts) + ".";
  }

  private Ballot accepted(int member) {
    if (run.setting().mode() == Mode.REGISTER) {
      RegisterState state = world.register(member, Scene.REGISTER);
      return state.accepted() == null ? Ballot.NONE : state.accepted().ballot();
    }
    Slots slots = world.replica(member).slots();
    Ballot newest = Ballot.NONE;
    for (long slot = slots.trimmed() + 1; slot <= slots.last(); slot++) {
      AcceptedValue held = slots.get(slot);
      if (held != null && held.ballot().isNewerThan(newest)) {
        newest = held.ballot();
      }
    }
    return newest;
  }

  private String unsynced() {
    int records = 0;
    for (int member = 0; member < world.size(); member++) {
      records += world.unsynced(member).size();
    }
    return records == 1 ? "one record is" : records + " records are";
  }

  private void log() {
    long prefix = world.checker().chosen();
    add(
        "agreement",
        prefix == 0
            ? "No slot is chosen yet."
            : "In each of the slots up to "
                + prefix
                + " one value is on the disks of a quorum under one ballot.");
    add("one proposal per ballot", "Under each ballot a slot was given one value only.");
    add("promises never go back", promises());
    add(
        "durability",
        "What members call chosen is on the disks of a quorum; "
            + unsynced()
            + " not durable yet.");
    add("disk before word", "No message left before the record that it speaks of was durable.");
    add("equal states", states());
    add("applied once", "Every command took effect once, however often it was sent.");
    add("fresh reads", "No read was older than what a client knew when it began.");
    add("one leader per ballot", leaders());
    others();
  }

  private String states() {
    List<String> parts = new ArrayList<>();
    for (int member = 0; member < world.size(); member++) {
      parts.add("m" + (member + 1) + " at slot " + world.applied(member));
    }
    return "All states are what the slots say: " + Texts.list(parts) + ".";
  }

  private String leaders() {
    List<String> parts = new ArrayList<>();
    for (int member = 0; member < world.size(); member++) {
      if (world.isUp(member)) {
        Replica replica = world.replica(member);
        if (replica.leading()) {
          parts.add("m" + (member + 1) + " leads under " + replica.ballot());
        }
      }
    }
    return parts.isEmpty()
        ? "Nobody leads now."
        : Texts.list(parts)
            + (parts.size() > 1 ? ": two believe it, but only one gets a quorum." : ".");
  }

  /** The last slot that anybody holds or that is chosen. */
  static long lastSlot(Run run) {
    long last = run.world().checker().chosen();
    for (int member = 0; member < run.world().size(); member++) {
      if (run.world().isUp(member)) {
        last = Math.max(last, run.world().replica(member).slots().last());
      }
    }
    return last;
  }
}
