package io.synod.store.follow;

import io.synod.store.EtcdStore;
import io.synod.store.mvcc.Entry;
import io.synod.store.watch.Events;
import io.synod.store.wire.Event;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchCreateRequest.FilterType;
import java.util.ArrayList;
import java.util.List;

/**
 * Which events a watch wants, and how.
 *
 * @param range their keys
 * @param puts whether it wants puts
 * @param deletes whether it wants deletes
 * @param previous whether with what the key held before
 */
record Interest(KeyRange range, boolean puts, boolean deletes, boolean previous) {

  static Interest of(WatchCreateRequest request) {
    return new Interest(
        KeyRange.of(request.getKey(), request.getRangeEnd()),
        !request.getFiltersList().contains(FilterType.NOPUT),
        !request.getFiltersList().contains(FilterType.NODELETE),
        request.getPrevKv());
  }

  boolean wants(Entry event) {
    return (event.deleted() ? deletes : puts) && range.contains(event.key());
  }

  /** Those events that are wanted, from a revision on, ready to be sent. */
  List<Sendable> of(Events events, long from, EtcdStore store) {
    List<Sendable> wanted = new ArrayList<>();
    for (Entry event : events.entries()) {
      if (event.mod().main() >= from && wants(event)) {
        wanted.add(sendable(event, store));
      }
    }
    return wanted;
  }

  Sendable sendable(Entry event, EtcdStore store) {
    Event.Builder built =
        Event.newBuilder().setType(event.deleted() ? Event.EventType.DELETE : Event.EventType.PUT);
    Event.Builder _ = built.setKv(keyValue(event));
    // A key that has just been made had nothing before.
    Entry before = previous && event.version() != 1 ? store.before(event) : null;
    if (before != null) {
      Event.Builder _ = built.setPrevKv(keyValue(before));
    }
    return new Sendable(event.mod().main(), built.build().toByteString());
  }

  private static KeyValue keyValue(Entry entry) {
    return KeyValue.newBuilder()
        .setKey(entry.key())
        .setCreateRevision(entry.create())
        .setModRevision(entry.mod().main())
        .setVersion(entry.version())
        .setLease(entry.lease())
        .setValue(entry.read().value())
        .build();
  }
}
