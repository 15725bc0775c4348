package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All keys with all their revisions, as one reader may see them. */
public abstract class Keys {
  /** The end of a range that has none, as etcd's requests write it. */
  private static final ByteString NO_END = ByteString.copyFrom(new byte[1]);

  /** The newest main revision that the reader sees. */
  public abstract long revision();

  /**
   * The newest event of a key, perhaps newer than {@link #revision()}, perhaps without its body;
   * null if it has none.
   */
  abstract @Nullable Entry newest(ByteString key);

  /** The event of a key at a revision, with its body. */
  abstract Entry event(ByteString key, Revision mod);

  /**
   * Visits the newest event of every key in order, as {@link #newest} gives them, until the visitor
   * answers false. The visitor changes nothing.
   *
   * @param end the key to stop before, null for none
   */
  abstract void scan(ByteString from, @Nullable ByteString end, Predicate<Entry> visitor);

  /**
   * Visits what lives in a range at a revision, in order, until the visitor answers false.
   *
   * @param rangeEnd as in etcd's requests: empty for the one key, a zero byte for no end
   * @param revision not newer than {@link #revision()}
   */
  final void visit(ByteString key, ByteString rangeEnd, long revision, Predicate<Entry> visitor) {
    if (rangeEnd.isEmpty()) {
      Entry entry = living(newest(key), revision);
      if (entry != null) {
        var _ = visitor.test(entry);
      }
      return;
    }
    scan(
        key,
        rangeEnd.equals(NO_END) ? null : rangeEnd,
        newest -> {
          Entry entry = living(newest, revision);
          return entry == null || visitor.test(entry);
        });
  }

  /**
   * The event that a key which lives at a revision had last then, perhaps without its body; null if
   * the key does not live.
   */
  final @Nullable Entry living(@Nullable Entry newest, long revision) {
    Entry entry = newest;
    while (entry != null && entry.mod().main() > revision) {
      Revision previous = whole(entry).read().previous();
      entry = previous == null ? null : event(entry.key(), previous);
    }
    return entry == null || entry.deleted() ? null : entry;
  }

  /** The same event with its body. */
  final Entry whole(Entry entry) {
    return entry.body() != null ? entry : event(entry.key(), entry.mod());
  }
}
