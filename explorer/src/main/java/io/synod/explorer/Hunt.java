package io.synod.explorer;

import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for a run that breaks a rule, by trying what bad days bring, and makes it short. */
final class Hunt {

  private static final int LENGTH = 400;
  private static final int LETTERS = 26;
  private static final int OFTEN = 12;

  /** Without these rules members forget: that shows when they come back. */
  private static final List<String> MEMORY =
      List.of("register-forgotten", "promise-forgotten", "wiped-disk-votes");

  private Hunt() {}

  /** The run of one seed, if it ends with an accusation; null if it does not. */
  static @Nullable Run seek(Setting setting, long seed) {
    Run run = new Run(setting.withSeed(seed));
    Chance chance = new Chance(seed);
    int schism = chance.oneIn(2) ? chance.below(LENGTH) : LENGTH;
    for (int i = 0; i < LENGTH && run.finding() == null; i++) {
      String line = i >= schism ? schism(run, chance, i == schism) : draw(run, chance);
      if (line != null) {
        run.play(line);
      }
    }
    return run.finding() == null ? null : run;
  }

  private static @Nullable String draw(Run run, Chance chance) {
    if (!Collections.disjoint(run.setting().rulesOff(), MEMORY) && chance.oneIn(OFTEN)) {
      String back = any(run, chance, "restart");
      return back != null ? back : any(run, chance, chance.oneIn(2) ? "crash" : "wipe");
    }
    boolean isRegister = run.setting().mode() == Mode.REGISTER;
    String next = run.next();
    if (next != null && !chance.oneIn(isRegister ? 5 : 12)) {
      return isRegister && chance.oneIn(4) ? any(run, chance, "deliver") : next;
    }
    return switch (chance.below(3)) {
      case 0 -> any(run, chance, isRegister ? "register" : "propose");
      case 1 -> any(run, chance, isRegister ? "crash" : "read");
      default -> any(run, chance, "");
    };
  }

  /** A leader is cut off from all others, and clients go on everywhere. */
  private static @Nullable String schism(Run run, Chance chance, boolean begins) {
    if (begins) {
      for (Hands.Hand hand : Hands.of(run)) {
        if (hand.line().startsWith("partition") && Claims.leads(run, hand.member())) {
          return hand.line();
        }
      }
    }
    String next = run.next();
    return next != null && !chance.oneIn(8)
        ? next
        : any(run, chance, chance.oneIn(2) ? "propose" : "read");
  }

  /** One of the things that a person could do now. */
  private static @Nullable String any(Run run, Chance chance, String command) {
    List<String> lines = new ArrayList<>();
    for (Hands.Hand hand : Hands.of(run)) {
      if (hand.line().startsWith(command)) {
        lines.add(hand.line());
      }
    }
    if (lines.isEmpty()) {
      return null;
    }
    String line = chance.of(lines);
    return line.endsWith(" X") ? line.substring(0, line.length() - 1) + letter(run) : line;
  }

  /** Every proposal has a letter of its own. */
  private static char letter(Run run) {
    int proposals = 0;
    for (Step step : run.steps()) {
      proposals += step.line().contains("propose") ? 1 : 0;
    }
    return (char) ('A' + proposals % LETTERS);
  }

  /** A shorter run that is accused of the same: no line, and no piece of it, can be left out. */
  static Run shrink(Run found) {
    Finding finding = found.finding();
    if (finding == null) {
      return found;
    }
    Run best = found;
    int before;
    do {
      before = best.steps().size();
      best = shorter(best, finding.checker());
    } while (best.steps().size() < before);
    return best;
  }

  /** Leaves out large pieces first, then single lines: after those, a large one may go again. */
  private static Run shorter(Run run, String rule) {
    Run best = run;
    for (int size = Math.max(1, best.steps().size() / 2); size >= 1; size /= 2) {
      boolean again = true;
      while (again) {
        Run shorter = without(best, size, rule);
        again = shorter.steps().size() < best.steps().size();
        best = shorter;
      }
    }
    return best;
  }

  /** Leaves out pieces of that size, the last first. */
  private static Run without(Run run, int size, String rule) {
    Run best = run;
    for (int begin = run.steps().size() - size; begin >= 0; begin -= size) {
      if (begin + size <= best.steps().size()) {
        List<String> lines = new ArrayList<>(best.lines());
        lines.subList(begin, begin + size).clear();
        Run shorter = playable(run.setting(), lines);
        Finding finding = shorter.finding();
        if (finding != null
            && finding.checker().equals(rule)
            && shorter.steps().size() < best.steps().size()) {
          best = shorter;
        }
      }
    }
    return best;
  }

  /** The lines that can be played; the others are left out. */
  private static Run playable(Setting setting, List<String> lines) {
    List<String> good = new ArrayList<>();
    Run run = new Run(setting);
    for (String line : lines) {
      if (run.finding() != null) {
        break;
      }
      try {
        run.play(line);
        good.add(line);
      } catch (IllegalArgumentException unfit) {
        run = Run.of(setting, good);
      }
    }
    return run;
  }
}
