package io.synod.members.model;

import com.google.protobuf.ByteString;
import io.synod.store.wire.Event;
import io.synod.store.wire.KeyValue;

/**
 * One event of one key, as etcd's documentation describes it.
 *
 * @param revision all events of one request share it
 * @param place among the events of that revision, from 0
 */
public record ModelEvent(
    long revision,
    int place,
    ByteString key,
    boolean deleted,
    ByteString value,
    long create,
    long version,
    long lease) {

  /** As responses show the key since then. */
  public KeyValue keyValue() {
    return KeyValue.newBuilder()
        .setKey(key)
        .setCreateRevision(create)
        .setModRevision(revision)
        .setVersion(version)
        .setLease(lease)
        .setValue(value)
        .build();
  }

  Event.EventType type() {
    return deleted ? Event.EventType.DELETE : Event.EventType.PUT;
  }
}
