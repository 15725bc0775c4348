package io.synod.sim.world;

import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.sim.check.Finding;
import java.util.Arrays;

/** Whom one member has heard in one of its lives: a leader that hears no quorum must give up. */
public final class Hearing {

  /** It believes what it heard for one, and then waits for another. */
  private static final int ELECTIONS = 3;

  private final MemberId member;
  private final int quorum;
  private final long patience;

  /** When each member was heard last, on the clock of the one who hears. */
  private final long[] heardAt;

  private boolean led;
  private long ledSince;

  /** Nobody was heard yet. */
  public Hearing(MemberId member, int quorum, int members, Settings settings) {
    this.member = member;
    this.quorum = quorum;
    this.patience = (long) ELECTIONS * settings.electionMillis();
    this.heardAt = new long[members];
  }

  /** A member was heard. */
  public void heard(int from, long millis) {
    heardAt[from] = millis;
  }

  /** The member has just looked at its clock. */
  public void check(boolean leads, long millis) {
    if (!leads) {
      led = false;
      return;
    }
    if (!led) {
      led = true;
      ledSince = millis;
    }
    if (millis - ledSince <= patience) {
      return;
    }
    long[] sorted = heardAt.clone();
    Arrays.sort(sorted);
    long quorumHeard = quorum == 1 ? millis : sorted[sorted.length - (quorum - 1)];
    long silence = millis - Math.max(ledSince, quorumHeard);
    if (silence > patience) {
      throw new Finding(
          "a leader without a quorum gives up",
          member + " leads, although it has not heard a quorum for " + silence + " ms.");
    }
  }
}
