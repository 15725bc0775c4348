package io.synod.store.perform;

import io.synod.store.answer.Answer;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.Revision;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.RangeRequest;

/** Says at which revision a range is read, or why it cannot be. */
public final class Ranges {
  private Ranges() {}

  /**
   * Where the answer to a range is found.
   *
   * @throws RefusedException if its revision cannot be read
   */
  public static Answer.Range read(Keys keys, RangeRequest request) throws RefusedException {
    if (request.getRevision() > keys.revision()) {
      throw new RefusedException(Refusal.FUTURE_REVISION);
    }
    boolean newest = request.getRevision() <= 0;
    requireKept(keys, newest ? keys.revision() : request.getRevision());
    Revision upTo = newest ? keys.seen() : Revision.endOf(request.getRevision());
    return new Answer.Range(keys.revision(), request, upTo);
  }

  /**
   * Refuses a range in a transaction whose revision could not be read when the transaction begins.
   * Unlike a range on its own, etcd does not take every negative revision for the newest.
   */
  static void check(Keys keys, RangeRequest request) throws RefusedException {
    if (request.getRevision() > keys.revision()) {
      throw new RefusedException(Refusal.FUTURE_REVISION);
    }
    if (request.getRevision() != 0) {
      requireKept(keys, request.getRevision());
    }
  }

  private static void requireKept(Keys keys, long revision) throws RefusedException {
    if (revision < keys.compacted()) {
      throw new RefusedException(Refusal.COMPACTED);
    }
  }
}
