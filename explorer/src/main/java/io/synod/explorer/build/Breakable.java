package io.synod.explorer.build;

import io.synod.explorer.Rule;
import io.synod.sim.broken.Mistake;
import io.synod.sim.broken.Redirect;
import io.synod.sim.broken.Table;
import java.util.List;

/** What the Explorer's rules are in the code: the simulator's mistakes, and two of its own. */
final class Breakable {

  private static final String LEDGER = "sim.check.RegisterLedger";
  private static final String CHECKER = "sim.check.Checker";

  private Breakable() {}

  /** The mistakes of the rules, in their order. */
  static List<Mistake> mistakes() {
    return Rule.all().stream().map(rule -> mistake(rule.name())).toList();
  }

  private static Mistake mistake(String name) {
    return switch (name) {
      case "minority-is-a-quorum" ->
          own(
              name,
              new Redirect(
                  "core.decree.PhaseOne", "isComplete", "Quorums.isQuorum", "isAlmostQuorum"),
              new Redirect("core.decree.PhaseTwo", "<init>", "Quorums.size", "almostQuorum"),
              // What a quorum is, members and checkers agree: so two values are seen to be chosen.
              new Redirect(LEDGER, "accept", "Quorums.isQuorum", "isAlmostQuorum"),
              new Redirect("sim.check.Ledger", "<init>", "Quorums.size", "almostQuorum"));
      case Rule.EARLY_WARNINGS ->
          own(
              name,
              new Redirect(LEDGER, "promise", "RegisterLedger.check", "unchecked"),
              new Redirect(LEDGER, "holds", "RegisterLedger.check", "unchecked"),
              new Redirect(LEDGER, "restarted", "RegisterLedger.check", "unchecked"),
              new Redirect(LEDGER, "leaves", "RegisterLedger.check", "uncheckedWords"),
              new Redirect(CHECKER, "promise", "Checker.check", "unchecked"),
              new Redirect(CHECKER, "isDurable", "Checker.check", "unchecked"),
              new Redirect(CHECKER, "holds", "Checker.check", "unchecked"),
              new Redirect(CHECKER, "restarted", "Checker.check", "unchecked"));
      case "wiped-disk-votes" ->
          own(name, new Redirect("sim.world.ByHand", "wipe", "ByHand.staysOut", "no"));
      default ->
          Table.all().stream()
              .filter(mistake -> mistake.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("There is no mistake " + name + "."));
    };
  }

  private static Mistake own(String name, Redirect... redirects) {
    return new Mistake(name, name, 0, List.of(redirects));
  }
}
