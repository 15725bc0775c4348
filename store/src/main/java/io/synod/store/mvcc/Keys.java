package io.synod.store.mvcc;

import com.google.protobuf.ByteString;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All keys with all their revisions, as one reader may see them. */
public abstract class Keys {
  /** What etcd says in place of a compacted revision before the first compaction. */
  public static final long NEVER_COMPACTED = -1;

  /** The end of a range that has none, as etcd's requests write it. */
  private static final ByteString NO_END = ByteString.copyFrom(new byte[1]);

  /** The newest main revision that the reader sees. */
  public abstract long revision();

  /**
   * The revision up to which the history has been compacted, as etcd counts: what was superseded at
   * or before it cannot be read. {@link #NEVER_COMPACTED} before the first time.
   */
  public abstract long compacted();

  /** The newest event that the reader sees. */
  public Revision seen() {
    return Revision.endOf(revision());
  }

  /**
   * The newest event of a key, perhaps newer than {@link #revision()}, perhaps without its body;
   * null if it has none.
   */
  public abstract @Nullable Entry newest(ByteString key);

  /** The event of a key at a revision, with its body; null if compaction has taken it. */
  public abstract @Nullable Entry event(ByteString key, Revision mod);

  /** The event at a revision, with its body; null if compaction has taken it. */
  abstract @Nullable Entry event(Revision mod);

  /** The event at a revision, with its body. It is not one that compaction may take. */
  public final Entry kept(Revision mod) {
    return kept(event(mod), mod);
  }

  private static Entry kept(@Nullable Entry event, Revision mod) {
    if (event == null) {
      throw new IllegalStateException(
          "revision " + mod.main() + "." + mod.sub() + " was read after compaction had taken it");
    }
    return event;
  }

  /** Whether the reader takes one more step, rather than give up. */
  boolean goesOn() {
    return true;
  }

  /**
   * Visits the newest event of every key in order, as {@link #newest} gives them, until the visitor
   * answers false. The visitor changes nothing.
   *
   * @param end the key to stop before, null for none
   */
  abstract void scan(ByteString from, @Nullable ByteString end, Predicate<Entry> visitor);

  /** Visits the newest event of every key in order, until the visitor answers false. */
  final void visitNewest(Predicate<Entry> visitor) {
    scan(ByteString.EMPTY, null, visitor);
  }

  /**
   * Visits what lives in a range at a revision, in order, until the visitor answers false.
   *
   * @param rangeEnd as in etcd's requests: empty for the one key, a zero byte for no end
   * @param upTo the newest event that counts; the reader sees it
   */
  public final void visit(
      ByteString key, ByteString rangeEnd, Revision upTo, Predicate<Entry> visitor) {
    if (rangeEnd.isEmpty()) {
      Entry entry = living(newest(key), upTo);
      if (entry != null) {
        var _ = visitor.test(entry);
      }
      return;
    }
    scan(
        key,
        rangeEnd.equals(NO_END) ? null : rangeEnd,
        newest -> {
          Entry entry = living(newest, upTo);
          return entry == null || visitor.test(entry);
        });
  }

  /**
   * The event that a key which lives at a revision had last then, perhaps without its body; null if
   * the key does not live.
   */
  public final @Nullable Entry living(@Nullable Entry newest, Revision upTo) {
    Entry entry = newest;
    while (entry != null && entry.mod().compareTo(upTo) > 0) {
      if (!goesOn()) {
        return null;
      }
      Revision previous = whole(entry).read().previous();
      entry = previous == null ? null : event(entry.key(), previous);
    }
    return entry == null || entry.deleted() ? null : entry;
  }

  /** The same event with its body. */
  public final Entry whole(Entry entry) {
    return entry.body() != null ? entry : kept(event(entry.key(), entry.mod()), entry.mod());
  }

  /** The same event, with the size of its value if nothing else. */
  public final Entry sized(Entry entry) {
    return entry.valueSize() >= 0 ? entry : whole(entry);
  }
}
