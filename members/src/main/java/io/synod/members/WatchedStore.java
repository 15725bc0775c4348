package io.synod.members;

import io.synod.core.Bytes;
import io.synod.node.apply.DurableMachine;
import io.synod.sim.machine.Operation;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.mvcc.Effort;
import io.synod.store.request.Commands;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The server's store, which tells what it has applied. The sum over that is one of its notes, so
 * that it survives, and travels, exactly with the state.
 */
final class WatchedStore implements DurableMachine<Long> {

  /** Learns what becomes of the state. */
  interface Watcher {

    /** Where it stands now. */
    void stands(long slot, long sum);

    /** It was replaced by a snapshot. */
    void restored();
  }

  private static final String NOTE = "simulation/sum";

  /** One command in sixteen compacts the history, up to at most seven revisions ago. */
  private static final int BITS = 4;

  private static final long EVERY = (1 << BITS) - 1;
  private static final long MOST_KEPT = 7;

  private final EtcdStore store;
  private final Watcher watcher;
  private long sum;

  WatchedStore(EtcdStore store, Watcher watcher) {
    this.store = store;
    this.watcher = watcher;
    recall();
  }

  private void recall() {
    Bytes note = store.notes().get(NOTE);
    sum = note == null ? 0 : ByteBuffer.wrap(note.array()).getLong();
    watcher.stands(store.durableSlot(), sum);
  }

  /** What a key holds. */
  long read(Operation operation) {
    try {
      Answer answer = store.reader().range(EtcdLanguage.read(operation));
      ResponseHeader header = ResponseHeader.getDefaultInstance();
      try (Encoding encoding =
          Objects.requireNonNull(store.reader().encode(answer, header, Effort.whole()))) {
        ByteBuffer bytes = ByteBuffer.allocate((int) encoding.size());
        encoding.write(bytes);
        RangeResponse response = RangeResponse.parseFrom(bytes.flip());
        return response.getKvsCount() == 0 ? 0 : EtcdLanguage.value(response.getKvs(0).getValue());
      }
    } catch (RefusedException | IOException e) {
      throw new IllegalStateException("A key cannot be read: " + e.getMessage(), e);
    }
  }

  /** A hash over all of the history that can be read. */
  long hash() {
    try {
      return store.reader().hashKv(0).hash();
    } catch (RefusedException e) {
      throw new IllegalStateException("The newest revision has no hash.", e);
    }
  }

  @Override
  public long tidy() throws IOException {
    return store.tidy();
  }

  @Override
  public Long apply(Bytes command, boolean wanted) {
    Outcome outcome = Objects.requireNonNull(store.apply(command, true));
    boolean done =
        switch (outcome) {
          case Outcome.Ok(Answer.Txn txn) -> txn.succeeded();
          case Outcome.Ok _ -> true;
          case Outcome.Refused refused ->
              throw new IllegalStateException("The store refuses " + refused.refusal() + ".");
        };
    sum = EtcdLanguage.add(sum, command, done);
    if (outcome instanceof Outcome.Ok ok) {
      compactNowAndThen(ok.answer().revision());
    }
    return done ? 1L : 0L;
  }

  /** As every member does it after the same command, it is part of what that command does. */
  private void compactNowAndThen(long revision) {
    if ((sum & EVERY) == 0) {
      long compacted = revision - (sum >>> BITS & MOST_KEPT);
      var _ =
          store.apply(
              Commands.encode(CompactionRequest.newBuilder().setRevision(compacted).build()),
              false);
    }
  }

  @Override
  public void commit(long slot, Map<String, Bytes> notes) throws IOException {
    Map<String, Bytes> all = new HashMap<>(notes);
    all.put(NOTE, Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(sum).array()));
    store.commit(slot, all);
    watcher.stands(slot, sum);
  }

  @Override
  public void restore(Path directory) throws IOException {
    store.restore(directory);
    watcher.restored();
    recall();
  }

  @Override
  public long durableSlot() {
    return store.durableSlot();
  }

  @Override
  public Map<String, Bytes> notes() {
    return store.notes();
  }

  @Override
  public long flush() throws IOException {
    return store.flush();
  }

  @Override
  public void checkpoint(Path directory) throws IOException {
    store.checkpoint(directory);
  }

  @Override
  public void close() {
    store.close();
  }
}
