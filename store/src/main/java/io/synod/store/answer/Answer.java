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
   * The oldest revision at which keys have to be read to give the answer; {@link Long#MAX_VALUE} if
   * there is nothing to read. Compaction must not go beyond it until then.
   */
  long reads();

  /**
   * To a put.
   *
   * @param previous what the key held before, without its body; null if there was nothing or nobody
   *     asked
   */
  record Put(long revision, @Nullable Entry previous) implements Answer {
    @Override
    public long reads() {
      return previous == null ? Long.MAX_VALUE : revision - 1;
    }
  }

  /**
   * To a range.
   *
   * @param upTo the newest event that it sees
   */
  record Range(long revision, RangeRequest request, Revision upTo) implements Answer {
    @Override
    public long reads() {
      return upTo.equals(Revision.endOf(upTo.main())) ? upTo.main() : upTo.main() - 1;
    }
  }

  /**
   * To a delete.
   *
   * @param deleted how many keys are gone
   * @param previous the range that holds what they held before; null if nobody asked
   */
  record Deletion(long revision, long deleted, @Nullable Range previous) implements Answer {
    @Override
    public long reads() {
      return previous == null ? Long.MAX_VALUE : previous.reads();
    }
  }

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

    @Override
    public long reads() {
      return responses.stream().mapToLong(Answer::reads).min().orElse(Long.MAX_VALUE);
    }
  }

  /**
   * To a renewal of leases.
   *
   * @param ttls the time to live of each, in seconds; 0 where there is no such lease
   */
  record Renewed(long revision, List<Long> ttls) implements Answer {
    /** Copies the list. */
    public Renewed {
      ttls = List.copyOf(ttls);
    }

    @Override
    public long reads() {
      return Long.MAX_VALUE;
    }
  }

  /**
   * To a tick of the leases' clock.
   *
   * @param more whether there are leases whose time is over, which the next tick ends
   */
  record Ticked(long revision, boolean more) implements Answer {
    @Override
    public long reads() {
      return Long.MAX_VALUE;
    }
  }

  /** To a command of which there is nothing to tell. */
  record Done(long revision) implements Answer {
    @Override
    public long reads() {
      return Long.MAX_VALUE;
    }
  }
}
