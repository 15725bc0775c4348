package io.synod.store.answer;

import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Revision;
import io.synod.store.wire.RangeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered: everything that is decided, and where the key-values are found that
 * belong to it. It takes little memory whatever it stands for. What it points to can be read once
 * the events that it saw are committed.
 */
public sealed interface Answer {

  /** The revision in its header; 0 for a header that is empty. */
  long revision();

  /**
   * To a put.
   *
   * @param previous what the key held before, without its body; null if there was nothing or nobody
   *     asked
   */
  record Put(long revision, @Nullable Entry previous) implements Answer {}

  /**
   * To a range.
   *
   * @param upTo the newest event that it sees
   */
  record Range(long revision, RangeRequest request, Revision upTo) implements Answer {}

  /**
   * To a delete.
   *
   * @param deleted how many keys are gone
   * @param previous the range that holds what they held before; null if nobody asked
   */
  record Deletion(long revision, long deleted, @Nullable Range previous) implements Answer {}

  /**
   * To a transaction.
   *
   * @param succeeded which branch was taken
   * @param responses to the operations of that branch
   */
  record Txn(long revision, boolean succeeded, List<Answer> responses) implements Answer {
    /** Copies the responses. */
    public Txn {
      responses = List.copyOf(responses);
    }
  }

  /** To a command that no client sends: nothing to tell. */
  record Done(long revision) implements Answer {}
}
