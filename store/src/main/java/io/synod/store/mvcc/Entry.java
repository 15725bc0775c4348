package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import io.synod.store.wire.KeyValue;
import org.jspecify.annotations.Nullable;

/**
 * An event of one key, and so the key's state from its revision on until the key's next event.
 *
 * @param key the user's key
 * @param mod the revision of the event
 * @param create the main revision of the put that made the key; 0 if deleted
 * @param version how many puts the key has had since then; 0 if deleted
 * @param lease the lease that it is attached to, 0 for none
 * @param deleted whether the event is a delete
 * @param body the rest, null if it was not read
 */
public record Entry(
    ByteString key,
    Revision mod,
    long create,
    long version,
    long lease,
    boolean deleted,
    @Nullable Body body) {

  /**
   * What only the history holds of an event.
   *
   * @param value the value put; empty if deleted
   * @param previous the key's event before, null if there was none
   */
  public record Body(ByteString value, @Nullable Revision previous) {}

  /** The body of an entry that was read whole. */
  Body read() {
    Body whole = body;
    if (whole == null) {
      throw new IllegalStateException("the entry's body was not read");
    }
    return whole;
  }

  /** As etcd shows it, without the value. */
  KeyValue withoutValue() {
    return builder().build();
  }

  /** As etcd shows it; the entry must have been read whole. */
  KeyValue withValue() {
    return builder().setValue(read().value()).build();
  }

  private KeyValue.Builder builder() {
    return KeyValue.newBuilder()
        .setKey(key)
        .setCreateRevision(create)
        .setModRevision(mod.main())
        .setVersion(version)
        .setLease(lease);
  }
}
