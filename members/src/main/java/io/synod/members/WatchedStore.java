package io.synod.members;

import io.synod.core.Bytes;
import io.synod.members.model.StoreModel;
import io.synod.node.apply.DurableMachine;
import io.synod.sim.machine.Operation;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.lease.Leases;
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
final class WatchedStore implements DurableMachine<Outcome> {

  /** Learns what becomes of the state. */
  interface Watcher {

    /** Where it stands now. */
    void stands(long slot, long sum, StoreModel.Standing standing);

    /** It was replaced by a snapshot. */
    void restored();
  }

  private static final String NOTE = "simulation/sum";

  private final EtcdStore store;
  private final Watcher watcher;
  private final int kept;
  private long sum;

  /** Where it stands. */
  private long slot;

  /** How often its state was replaced. */
  private int restored;

  /**
   * A store that is open.
   *
   * @param kept how many revisions a compaction leaves, at most
   */
  WatchedStore(EtcdStore store, int kept, Watcher watcher) {
    this.store = store;
    this.kept = kept;
    this.watcher = watcher;
    recall();
  }

  private void recall() {
    Bytes note = store.notes().get(NOTE);
    sum = note == null ? 0 : ByteBuffer.wrap(note.array()).getLong();
    stands(store.durableSlot());
  }

  private void stands(long newSlot) {
    slot = newSlot;
    Leases leases = store.leases();
    watcher.stands(
        slot,
        sum,
        new StoreModel.Standing(
            store.revision(),
            store.compacted(),
            StoreModel.sum(leases.time().millis(), leases.inOrder())));
  }

  EtcdStore inner() {
    return store;
  }

  long slot() {
    return slot;
  }

  int restored() {
    return restored;
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
  public Outcome apply(Bytes command, boolean wanted) {
    Outcome outcome = Objects.requireNonNull(store.apply(command, true));
    sum = EtcdLanguage.add(sum, command, isDone(outcome));
    if (outcome instanceof Outcome.Ok ok) {
      long compaction = EtcdLanguage.compaction(sum, ok.answer().revision(), kept);
      if (compaction >= 0) {
        var _ =
            store.apply(
                Commands.encode(CompactionRequest.newBuilder().setRevision(compaction).build()),
                false);
      }
    }
    return outcome;
  }

  /** Whether a command did what it says, rather than find something else. */
  static boolean isDone(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ok(Answer.Txn txn) -> txn.succeeded();
      case Outcome.Ok _ -> true;
      case Outcome.Refused _ -> false;
    };
  }

  @Override
  public void commit(long newSlot, Map<String, Bytes> notes) throws IOException {
    Map<String, Bytes> all = new HashMap<>(notes);
    all.put(NOTE, Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(sum).array()));
    store.commit(newSlot, all);
    stands(newSlot);
  }

  @Override
  public void restore(Path directory) throws IOException {
    store.restore(directory);
    restored++;
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
