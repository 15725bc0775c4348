package io.synod.store.answer;

import io.synod.store.mvcc.Entry;
import io.synod.store.wire.RangeRequest;

/** The revisions that a range asks for. */
final class Filter {
  private Filter() {}

  /** Whether a range asks for some revisions only. */
  static boolean filters(RangeRequest request) {
    return request.getMaxModRevision() != 0
        || request.getMinModRevision() != 0
        || request.getMaxCreateRevision() != 0
        || request.getMinCreateRevision() != 0;
  }

  static boolean passes(RangeRequest request, Entry entry) {
    long mod = entry.mod().main();
    long create = entry.create();
    return (request.getMaxModRevision() == 0 || mod <= request.getMaxModRevision())
        && (request.getMinModRevision() == 0 || mod >= request.getMinModRevision())
        && (request.getMaxCreateRevision() == 0 || create <= request.getMaxCreateRevision())
        && (request.getMinCreateRevision() == 0 || create >= request.getMinCreateRevision());
  }
}
