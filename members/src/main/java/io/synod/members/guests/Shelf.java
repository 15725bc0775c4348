package io.synod.members.guests;

import java.util.List;

/**
 * What lies in a member's store.
 *
 * @param revision the newest
 * @param scrubbed the compacted revision for which nothing is left to remove
 * @param events the revision and the place of each event in the history
 * @param keys how many keys there are
 */
public record Shelf(long revision, long scrubbed, List<Place> events, long keys) {

  /** Where an event lies. */
  public record Place(long revision, int place) {}

  /** Copies the list. */
  public Shelf {
    events = List.copyOf(events);
  }
}
