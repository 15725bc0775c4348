package io.synod.members;

import io.synod.sim.check.Finding;
import io.synod.sim.time.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * What checkers say of a member while its own code is running, which would catch what they throw:
 * the first accusation is kept until that code has returned, and nothing of it runs any more.
 */
final class Inquiry {

  private @Nullable Finding found;

  /** How deep the member's own code is in the member's own code. */
  private int inside;

  /** Runs the member's own code. */
  void enter(Schedule.Action action) {
    inside++;
    try {
      if (found == null) {
        action.run();
      }
    } finally {
      inside--;
    }
    report();
  }

  /** Asks a checker. */
  void check(Schedule.Action check) {
    try {
      check.run();
    } catch (Finding finding) {
      accuse(finding);
    }
    report();
  }

  /** The member has done wrong. */
  void accuse(Finding finding) {
    found = found == null ? finding : found;
  }

  private void report() {
    if (inside == 0 && found != null) {
      throw found;
    }
  }

  /** Whether the member has done wrong, and the run is about to end. */
  boolean isOver() {
    return found != null;
  }
}
