package io.synod.explorer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a run may switch off, as a reader meets them. What a rule's absence does to the
 * code is one of the simulator's known mistakes, of the same name.
 *
 * @param name its name, as in the simulator's table of broken rules
 * @param mode where it matters; null for everywhere
 * @param sentence what members do without it
 */
public record Rule(String name, @Nullable Mode mode, String sentence) {

  /** The one rule that binds the checkers and not the members. */
  public static final String EARLY_WARNINGS = "early-warnings";

  private static final List<Rule> ALL =
      List.of(
          new Rule(
              "minority-is-a-quorum", null, "One member less than a majority counts as a quorum."),
          new Rule("half-is-a-quorum", null, "Half of the members are a quorum (try it with 4)."),
          new Rule(
              "register-not-adopted",
              Mode.REGISTER,
              "Proposers do not adopt what promises report: each proposes its own value."),
          new Rule(
              "register-accept-below-promise",
              Mode.REGISTER,
              "Acceptors accept under any ballot, whatever they have promised."),
          new Rule(
              "register-forgotten",
              Mode.REGISTER,
              "A member that restarts has forgotten what it promised and accepted."),
          new Rule(
              "register-before-the-disk",
              Mode.REGISTER,
              "Members answer before their disk has what they answer."),
          new Rule(
              "register-read-trusts-one",
              Mode.REGISTER,
              "A reader believes what one member has accepted."),
          new Rule("adopt-nothing", Mode.LOG, "A new leader does not adopt what promises report."),
          new Rule("no-phase-one", Mode.LOG, "A candidate leads without waiting for any promise."),
          new Rule(
              "accept-below-promise",
              Mode.LOG,
              "Acceptors accept under any ballot, whatever they have promised."),
          new Rule(
              "promise-forgotten",
              Mode.LOG,
              "A member that restarts does not read its promises back from its disk."),
          new Rule(
              "answer-before-the-disk",
              Mode.LOG,
              "Members answer before their disk has what they answer."),
          new Rule(
              "wiped-disk-votes",
              null,
              "A member whose disk was lost comes back and votes as its old self."),
          new Rule(
              "read-without-confirmation",
              Mode.LOG,
              "A leader answers reads without asking whether it still is one."),
          new Rule(
              EARLY_WARNINGS,
              null,
              "Checkers overlook a broken promise: time stops only once a result is wrong."));

  /** All of them; a rule's place is the number of its switch. */
  public static List<Rule> all() {
    return ALL;
  }

  static @Nullable Rule named(String name) {
    return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst().orElse(null);
  }

  /** Switches with which these rules do not hold in classes that were woven for the page. */
  static boolean[] switches(List<String> off) {
    boolean[] switches = new boolean[ALL.size()];
    for (int i = 0; i < switches.length; i++) {
      switches[i] = off.contains(ALL.get(i).name());
    }
    return switches;
  }
}
