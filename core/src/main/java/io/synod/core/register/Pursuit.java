package io.synod.core.register;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Outbox;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.Session;
import io.synod.core.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this member's clients want of one register that is not known to be chosen here: the writers,
 * the readers, and the proposer that works for them all.
 */
final class Pursuit {

  private record Writer(Value value, long deadline) {}

  final String name;
  private final Session session;
  private final Outbox out;
  private final Map<Long, Writer> writers = new LinkedHashMap<>();
  private final Map<Long, Reader> readers = new LinkedHashMap<>();
  private final Map<Long, Reader> curious = new LinkedHashMap<>();
  private @Nullable Proposer proposer;

  Pursuit(String name, Session session, Outbox out) {
    this.name = name;
    this.session = session;
    this.out = out;
  }

  void addWriter(long id, Value value, long deadline) {
    writers.put(id, new Writer(value, deadline));
  }

  void addReader(long id, Reader reader) {
    readers.put(id, reader);
  }

  /** Somebody wants to see what every member holds. */
  void addCurious(long id, Reader reader) {
    curious.put(id, reader);
  }

  @Nullable Proposer proposer() {
    return proposer;
  }

  void proposer(Proposer fresh) {
    proposer = fresh;
  }

  void dropProposer() {
    proposer = null;
  }

  /** What to propose: the wish of the writer that has waited longest, or null. */
  @Nullable Value wish() {
    return writers.isEmpty() ? null : writers.values().iterator().next().value();
  }

  /** Whoever asks, by the number of the question. */
  @Nullable Reader asking(long id) {
    Reader reader = readers.get(id);
    return reader == null ? curious.get(id) : reader;
  }

  /** Whether the question is what every member holds. */
  boolean isCurious(long id) {
    return curious.containsKey(id);
  }

  /** The questions that wait for reports. */
  Map<Long, Reader> questions() {
    Map<Long, Reader> all = new TreeMap<>(curious);
    readers.forEach((id, reader) -> {
      if (!reader.awaitsRound()) {
        all.put(id, reader);
      }
    });
    return all;
  }

  /** Whether nobody wants anything chosen or known any more. */
  boolean isIdle() {
    return writers.isEmpty() && readers.isEmpty();
  }

  /** Whether nobody waits for anything. */
  boolean isOver() {
    return isIdle() && curious.isEmpty();
  }

  /** The value is chosen. */
  void chosen(Value value) {
    int rounds = proposer == null ? 0 : proposer.rounds();
    Bytes payload = payload(value);
    writers
        .keySet()
        .forEach(id -> out.answer(new Answer.Chosen(id, payload, isOf(id, value), rounds)));
    readers.keySet().forEach(id -> out.answer(new Answer.Chosen(id, payload, false, rounds)));
    writers.clear();
    readers.clear();
    proposer = null;
  }

  /** The payload of a register's value. */
  static Bytes payload(Value value) {
    return value.commands().getFirst().payload();
  }

  private boolean isOf(long id, Value value) {
    Command command = value.commands().getFirst();
    return command.session().equals(session) && command.sequence() == id;
  }

  /** Nothing was chosen when a reader's question began. */
  void nothingChosen(long id) {
    readers.remove(id);
    out.answer(new Answer.NothingChosen(id));
  }

  /** Nothing was chosen when a round began. */
  void nothingChosenBefore(int round) {
    readers
        .entrySet()
        .removeIf(reader -> {
          boolean answered = reader.getValue().isAnsweredBy(round);
          if (answered) {
            out.answer(new Answer.NothingChosen(reader.getKey()));
          }
          return answered;
        });
  }

  /** Every member has said what it holds. */
  void explained(long id) {
    Reader reader = curious.remove(id);
    if (reader != null) {
      explain(id, reader);
    }
  }

  private void explain(long id, Reader reader) {
    out.answer(new Answer.Explained(id, new TreeMap<>(reader.reports())));
  }

  /** Ends what nobody waits for any longer. */
  void expire(long now) {
    writers.entrySet().removeIf(w -> expired(w.getKey(), w.getValue().deadline(), now));
    readers.entrySet().removeIf(r -> expired(r.getKey(), r.getValue().deadline(), now));
    curious
        .entrySet()
        .removeIf(c -> {
          boolean over = c.getValue().deadline() <= now;
          if (over) {
            explain(c.getKey(), c.getValue());
          }
          return over;
        });
    if (isIdle()) {
      proposer = null;
    }
  }

  private boolean expired(long id, long deadline, long now) {
    if (deadline > now) {
      return false;
    }
    out.answer(new Answer.TimedOut(id));
    return true;
  }
}
