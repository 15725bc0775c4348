package io.synod.store.perform;

import com.google.protobuf.ByteString;
import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import io.synod.store.wire.Compare;
import io.synod.store.wire.Compare.CompareTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a transaction. */
final class Comparisons {
  private Comparisons() {}

  static boolean allHold(Keys keys, List<Compare> comparisons) {
    for (Compare comparison : comparisons) {
      if (!holds(keys, comparison)) {
        return false;
      }
    }
    return true;
  }

  /**
   * A comparison holds if it does for every key in its range; a range without keys is compared like
   * a key that never was.
   */
  private static boolean holds(Keys keys, Compare comparison) {
    Walk walk = new Walk(keys, comparison);
    keys.visit(comparison.getKey(), comparison.getRangeEnd(), keys.seen(), walk::visit);
    if (walk.empty) {
      return comparison.getTarget() != CompareTarget.VALUE && holds(comparison, null);
    }
    return walk.holds;
  }

  private static final class Walk {
    private final Keys keys;
    private final Compare comparison;
    private boolean empty = true;
    private boolean holds = true;

    Walk(Keys keys, Compare comparison) {
      this.keys = keys;
      this.comparison = comparison;
    }

    boolean visit(Entry entry) {
      empty = false;
      holds =
          holds(
              comparison,
              comparison.getTarget() == CompareTarget.VALUE ? keys.whole(entry) : entry);
      return holds;
    }
  }

  private static boolean holds(Compare comparison, @Nullable Entry entry) {
    int order =
        switch (comparison.getTarget()) {
          case VERSION ->
              Long.compare(entry == null ? 0 : entry.version(), comparison.getVersion());
          case CREATE ->
              Long.compare(entry == null ? 0 : entry.create(), comparison.getCreateRevision());
          case MOD ->
              Long.compare(entry == null ? 0 : entry.mod().main(), comparison.getModRevision());
          case LEASE -> Long.compare(entry == null ? 0 : entry.lease(), comparison.getLease());
          case VALUE ->
              ByteString.unsignedLexicographicalComparator()
                  .compare(
                      entry == null ? ByteString.EMPTY : entry.read().value(),
                      comparison.getValue());
          case UNRECOGNIZED -> 0;
        };
    return switch (comparison.getResult()) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case GREATER -> order > 0;
      case LESS -> order < 0;
      case UNRECOGNIZED -> true;
    };
  }
}
