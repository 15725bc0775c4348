package io.synod.sim.world;

import io.synod.sim.time.Schedule;

/** What is wrong with one member and its disk, for a while or soon. */
public final class Ailments {

  private static final int NO_FUSE = -1;

  private final Schedule schedule;

  /** How many more effects the member carries out before it dies. */
  private int fuse = NO_FUSE;

  private long pausedUntil;
  private long diskFullUntil;
  private long diskSlowUntil;
  private boolean nextSyncFails;

  Ailments(Schedule schedule) {
    this.schedule = schedule;
  }

  /** The member dies after so many effects more. */
  public void lightFuse(int effects) {
    fuse = effects;
  }

  void putFuseOut() {
    fuse = NO_FUSE;
  }

  /** Whether the member dies before the effect that comes now. */
  public boolean burnsDown() {
    return fuse != NO_FUSE && fuse-- == 0;
  }

  /**
   * The member stands still for so many microseconds: it hears and does nothing, then everything.
   */
  void pauseFor(long micros) {
    pausedUntil = Math.max(pausedUntil, schedule.now() + micros);
  }

  /** How long it still stands still; 0 or less if it does not. */
  public long pause() {
    return pausedUntil - schedule.now();
  }

  void fillDisk(long micros) {
    diskFullUntil = schedule.now() + micros;
  }

  /** Whether nothing can be written that needs room. */
  public boolean isDiskFull() {
    return diskFullUntil > schedule.now();
  }

  void slowDisk(long micros) {
    diskSlowUntil = schedule.now() + micros;
  }

  /** How long the disk will be slow; 0 if it is not. */
  public long stall() {
    return Math.max(0, diskSlowUntil - schedule.now());
  }

  /** How much longer than usual a sync takes that begins now. */
  public long syncDelay() {
    return Math.max(0, Math.max(diskFullUntil, diskSlowUntil) - schedule.now());
  }

  void failNextSync() {
    nextSyncFails = true;
  }

  /** Whether the sync that ends now fails. */
  public boolean syncFails() {
    boolean fails = nextSyncFails;
    nextSyncFails = false;
    return fails;
  }

  /** Nothing is wrong any more. */
  public void end() {
    pausedUntil = 0;
    diskFullUntil = 0;
    diskSlowUntil = 0;
    nextSyncFails = false;
    fuse = NO_FUSE;
  }
}
