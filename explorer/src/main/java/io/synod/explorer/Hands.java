package io.synod.explorer;

import io.synod.sim.world.ByHand;
import java.util.ArrayList;
import java.util.List;

/** What a person can do now. */
final class Hands {

  /**
   * Something that can be done.
   *
   * @param line the line of the transcript that does it; {@code X} stands for a value of choice
   * @param label what it is, for a button
   * @param member whom it concerns, from 1; 0 for the cluster
   */
  record Hand(String line, String label, int member) {}

  private final Run run;
  private final ByHand world;
  private final List<Hand> all = new ArrayList<>();

  private Hands(Run run) {
    this.run = run;
    this.world = run.world();
  }

  static List<Hand> of(Run run) {
    Hands hands = new Hands(run);
    if (run.finding() == null) {
      for (int member = 0; member < run.setting().members(); member++) {
        hands.member(member);
      }
      hands.messages();
      hands.links();
    }
    return hands.all;
  }

  private void add(String line, String label, int member) {
    all.add(new Hand(line, label, member));
  }

  private void member(int member) {
    int id = member + 1;
    String name = "m" + id;
    if (!world.isUp(member)) {
      if (!world.isOut(member)) {
        add("restart " + id, "Restart " + name, id);
        add("wipe " + id, "Lose the disk of " + name, id);
      }
      return;
    }
    if (run.rehearsal().isPaused(member)) {
      add("resume " + id, "Wake " + name, id);
    } else {
      awake(id, name);
    }
    crash(member, id, name);
  }

  private void awake(int id, String name) {
    if (run.setting().mode() == Mode.REGISTER) {
      add("register propose " + id + " " + Scene.REGISTER + " X", "Propose a value at " + name, id);
      add("register read " + id + " " + Scene.REGISTER, "Read at " + name, id);
      add("tick " + id + " 50 0", "Let 50 ms pass for " + name, id);
      long timeout = run.timeout(id - 1);
      if (timeout > 0) {
        add(
            "tick " + id + " " + timeout + " 0",
            "Fire the timeout of " + name + ": " + timeout + " ms pass",
            id);
      }
    } else {
      add("propose " + id + " X", "Write a value at " + name, id);
      add("read " + id, "Read at " + name, id);
      add("campaign " + id, "Let " + name + " run for leader", id);
      add("tick " + id + " 1000 0", "Move the clock of " + name + " by 1 s", id);
      add("flush " + id, "Save the state of " + name + " and trim its log", id);
    }
    if (!world.isSynced(id - 1)) {
      add("sync " + id, "Let the disk of " + name + " finish", id);
    }
    add("pause " + id, "Pause " + name, id);
  }

  private void crash(int member, int id, String name) {
    int records = world.unsynced(member).size();
    for (int kept = 0; kept <= records; kept++) {
      add(
          "crash " + id + (kept == 0 ? "" : " " + kept),
          "Crash "
              + name
              + (records == 0
                  ? ""
                  : kept == 0
                      ? ", its unsynced records are lost"
                      : ", " + kept + " of " + records + " unsynced records survive"),
          id);
    }
    add("wipe " + id, "Crash " + name + " and lose its disk", id);
  }

  private void messages() {
    for (Flight flight : run.traffic().all()) {
      List<Flight> link = run.traffic().link(flight.from, flight.to);
      if (flight.equals(link.getFirst())) {
        link(flight);
      }
    }
  }

  private void link(Flight first) {
    String link = (first.from + 1) + "->" + (first.to + 1);
    String what = " " + first.words() + " from m" + (first.from + 1);
    int to = first.to + 1;
    if (!run.rehearsal().isPaused(first.to)) {
      add("deliver " + link + " 1", "Deliver" + what + " to m" + to, to);
    }
    add("drop " + link + " 1", "Drop" + what + " to m" + to, to);
    add("dup " + link, "Duplicate" + what + " to m" + to, to);
    add("late " + link, "Delay" + what + " to m" + to, to);
  }

  private void links() {
    boolean isCut = false;
    for (int from = 0; from < world.size(); from++) {
      for (int to = 0; to < world.size(); to++) {
        isCut |= world.isCut(from, to);
      }
    }
    if (isCut) {
      add("heal", "Heal all links", 0);
    }
    for (int one = 1; one <= world.size(); one++) {
      if (!isAlone(one)) {
        add("partition " + one + " | " + others(one), "Cut m" + one + " off from all others", one);
      }
    }
    for (int one = 1; one <= world.size(); one++) {
      for (int other = one + 1; other <= world.size(); other++) {
        if (!world.isCut(one - 1, other - 1)) {
          add("cut " + one + "-" + other, "Cut the link m" + one + " - m" + other, 0);
        }
      }
    }
  }

  private String others(int one) {
    StringBuilder others = new StringBuilder();
    for (int other = 1; other <= world.size(); other++) {
      if (other != one) {
        others.append(others.isEmpty() ? "" : " ").append(other);
      }
    }
    return others.toString();
  }

  private boolean isAlone(int one) {
    for (int other = 1; other <= world.size(); other++) {
      if (other != one && !(world.isCut(one - 1, other - 1) && world.isCut(other - 1, one - 1))) {
        return false;
      }
    }
    return true;
  }
}
