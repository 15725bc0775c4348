package io.synod.store.map;

/** A part of an ordered map with keys of its own. The parts are written and made durable as one. */
public enum Family {
  /** From a user's key to the state that its newest event left. */
  KEYS("keys"),
  /** From a revision to the event that it names; appended to, and removed from by compaction. */
  HISTORY("history"),
  /** What the state says of itself: its format, slot, revision and the member's notes. */
  META("meta"),
  /** Leases, which keys they have, and how far their time has come. */
  LEASES("leases");

  private final String label;

  Family(String label) {
    this.label = label;
  }

  /** The name that stands on disk. */
  public String label() {
    return label;
  }
}
