package io.synod.store.watch;

import io.synod.store.mvcc.Entry;
import java.util.List;

/**
 * All events of some revisions that follow each other.
 *
 * @param entries the events with their bodies, in the order of their revisions
 * @param upTo the last revision of which they are all
 */
public record Events(List<Entry> entries, long upTo) {
  /** Copies the list. */
  public Events {
    entries = List.copyOf(entries);
  }
}
