package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
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
 * @param valueSize the bytes of the value, negative if that was not read
 * @param body the rest, null if it was not read
 */
public record Entry(
    ByteString key,
    Revision mod,
    long create,
    long version,
    long lease,
    boolean deleted,
    int valueSize,
    @Nullable Body body) {

  /** Where the size of the value is not known. */
  static final int UNKNOWN = -1;

  /**
   * What only the history holds of an event.
   *
   * @param value the value put; empty if deleted
   * @param previous the key's event before, null if there was none
   */
  public record Body(ByteString value, @Nullable Revision previous) {}

  static Entry whole(
      ByteString key,
      Revision mod,
      long create,
      long version,
      long lease,
      boolean deleted,
      Body body) {
    return new Entry(key, mod, create, version, lease, deleted, body.value().size(), body);
  }

  /** The same without its body. */
  public Entry bare() {
    return body == null
        ? this
        : new Entry(key, mod, create, version, lease, deleted, valueSize, null);
  }

  /** The body of an entry that was read whole. */
  public Body read() {
    Body whole = body;
    if (whole == null) {
      throw new IllegalStateException("the entry's body was not read");
    }
    return whole;
  }
}
