package io.synod.store;

import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.answer.Room;
import io.synod.store.mvcc.Effort;
import io.synod.store.mvcc.Holds;
import io.synod.store.mvcc.Holds.Hold;
import io.synod.store.mvcc.Keys;
import io.synod.store.mvcc.State;
import io.synod.store.perform.Ranges;
import io.synod.store.perform.Transactions;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.TxnRequest;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is committed in a store, from any thread, without waiting for commands that are being
 * applied. What is being read is not compacted away.
 */
public final class Reader {
  private static final long MOST_SORTED = 32 << 20;

  private final Lock lock;
  private final Supplier<State> open;
  private final Holds holds;
  private final Room sorting =
      new Room(Math.min(MOST_SORTED, Runtime.getRuntime().maxMemory() / 8));

  /**
   * Reads a state.
   *
   * @param lock keeps it open
   * @param open gives the one that is current
   * @param holds of those that have been given
   */
  Reader(Lock lock, Supplier<State> open, Holds holds) {
    this.lock = lock;
    this.open = open;
    this.holds = holds;
  }

  /**
   * Reads a range at what is committed now.
   *
   * @param header makes the answer's header from its revision
   * @return null if the effort was over before
   * @throws RefusedException if etcd would refuse it
   */
  public @Nullable Encoding read(
      RangeRequest request, LongFunction<ResponseHeader> header, Effort effort)
      throws RefusedException {
    try (Hold _ = holdNewest()) {
      Answer answer = range(request);
      return encode(answer, header.apply(answer.revision()), effort, Refusal.COMPACTED);
    }
  }

  /**
   * Reads by a transaction that only reads, at what is committed now.
   *
   * @param header makes the answer's header from its revision
   * @return null if the effort was over before
   * @throws RefusedException if etcd would refuse it
   * @throws IllegalArgumentException if it may write: see {@link RequestCheck#isReadOnly}
   */
  public @Nullable Encoding read(
      TxnRequest request, LongFunction<ResponseHeader> header, Effort effort)
      throws RefusedException {
    try (Hold _ = holdNewest()) {
      Answer answer = txn(request, effort);
      return answer == null
          ? null
          : encode(answer, header.apply(answer.revision()), effort, Refusal.COMPACTED);
    }
  }

  /**
   * Begins to read a range a page at a time, as of one revision, which compaction leaves alone
   * until that is closed. Its order and bounds of revisions are not looked at.
   *
   * @throws RefusedException if etcd would refuse it
   */
  public RangePages pages(RangeRequest request) throws RefusedException {
    try (Hold _ = holdNewest()) {
      Answer.Range at = range(request);
      Hold hold = holds.hold(at.reads());
      if (hold == null) {
        throw new RefusedException(Refusal.COMPACTED);
      }
      return new RangePages(at, new Held(hold));
    }
  }

  private Hold holdCompacted() {
    Hold hold = null;
    while (hold == null) {
      hold = holds.hold(open.get().compacted());
    }
    return hold;
  }

  private Hold holdNewest() {
    Hold hold = null;
    while (hold == null) {
      hold = holds.hold(open.get().revision());
    }
    return hold;
  }

  /**
   * Where the answer to a range is found, at what is committed now.
   *
   * @throws RefusedException if etcd would refuse it
   */
  public Answer.Range range(RangeRequest request) throws RefusedException {
    RequestCheck.check(request);
    lock.lock();
    try {
      return Ranges.read(open.get().keys(), request);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Where the answer to a transaction that only reads is found, at what is committed now.
   *
   * @return null if the effort was over before all comparisons were made
   * @throws RefusedException if etcd would refuse it
   * @throws IllegalArgumentException if it may write: see {@link RequestCheck#isReadOnly}
   */
  public @Nullable Answer txn(TxnRequest request, Effort effort) throws RefusedException {
    if (!RequestCheck.isReadOnly(request)) {
      throw new IllegalArgumentException("a transaction that writes must be proposed as a command");
    }
    RequestCheck.checkParts(request, Integer.MAX_VALUE);
    lock.lock();
    try {
      Answer answer = Transactions.read(open.get().keys(effort), request);
      return effort.isOver() ? null : answer;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Works out how an answer to a command is encoded. What it is about must be committed. While the
   * encoding is open, compaction takes nothing of it away.
   *
   * @param header its header
   * @return null if the effort was over before
   * @throws RefusedException if it is not to be had, or not any more
   */
  public @Nullable Encoding encode(Answer answer, ResponseHeader header, Effort effort)
      throws RefusedException {
    return encode(answer, header, effort, Refusal.ANSWER_COMPACTED);
  }

  private @Nullable Encoding encode(
      Answer answer, ResponseHeader header, Effort effort, Refusal tooLate)
      throws RefusedException {
    Hold hold = answer.reads() == Long.MAX_VALUE ? null : holds.hold(answer.reads());
    if (hold == null && answer.reads() != Long.MAX_VALUE) {
      throw new RefusedException(tooLate);
    }
    Encoding encoding = null;
    lock.lock();
    try {
      Encoding.Source source = new Held(hold);
      encoding = Encoding.of(answer, header, open.get().keys(effort), effort, source, sorting);
      return encoding;
    } finally {
      lock.unlock();
      if (encoding == null && hold != null) {
        hold.close();
      }
    }
  }

  /** What an encoding reads, which stays as long as it is open. */
  private final class Held implements Encoding.Source {
    private final @Nullable Hold hold;

    Held(@Nullable Hold hold) {
      this.hold = hold;
    }

    @Override
    public void read(Consumer<Keys> reader) {
      lock.lock();
      try {
        if (hold != null) {
          hold.check();
        }
        reader.accept(open.get().keys());
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      if (hold != null) {
        hold.close();
      }
    }
  }

  /**
   * A hash of all that can be read of what is committed. Reads all of it.
   *
   * @param upTo the last revision that counts; 0 for the newest
   * @throws RefusedException if etcd would refuse it
   */
  public KvHash hashKv(long upTo) throws RefusedException {
    lock.lock();
    try (Hold hold = holdCompacted()) {
      State hashed = open.get();
      long compacted = hold.revision();
      long revision = upTo == 0 ? hashed.revision() : upTo;
      if (upTo > hashed.revision()) {
        throw new RefusedException(Refusal.FUTURE_REVISION);
      }
      if (upTo > 0 && upTo <= compacted) {
        throw new RefusedException(Refusal.COMPACTED);
      }
      return new KvHash(hashed.hash(compacted, revision), revision, compacted);
    } finally {
      lock.unlock();
    }
  }
}
