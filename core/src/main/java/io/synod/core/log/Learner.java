package io.synod.core.log;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Outbox;
import io.synod.core.Record;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Knows which slots are chosen, hands them on in order, and knows what it misses (seed 003: a
 * missing event is always known to be missing).
 */
public final class Learner {

  /** How many times the usual bytes are kept for a member that is alive and behind. */
  private static final int KEPT_FOR_OTHERS = 4;

  private final Settings settings;
  private final Slots slots;
  private final Outbox out;
  private final Pending pending;

  /** Every slot up to this one is chosen, and was handed on. Invariant 4: it never goes back. */
  private long chosen;

  /**
   * The highest slot that anybody said is chosen; what lies between it and {@link #chosen} is the
   * gap.
   */
  private long announced;

  /** {@link #chosen} as the last record in the journal has it. */
  private long recorded;

  /**
   * The last slot that every living follower has; beyond it the log is kept up to a larger limit.
   */
  private long needed = Long.MAX_VALUE;

  private long askedAt = Long.MIN_VALUE / 2;

  /** Up to here everything was known when a snapshot was asked for last. */
  private long fetchedAt = -1;

  /** From which slot on members have asked for values that were not chosen yet. */
  private final SortedMap<MemberId, Long> questions = new TreeMap<>();

  /**
   * A learner that knows slots up to {@code chosen}, and has handed on those that {@code slots} has
   * trimmed.
   */
  public Learner(Settings settings, Slots slots, Outbox out, Pending pending, long chosen) {
    this.settings = settings;
    this.slots = slots;
    this.out = out;
    this.pending = pending;
    this.chosen = slots.trimmed();
    this.recorded = chosen;
    this.announced = chosen;
    advance(chosen);
  }

  /** The last chosen slot without a gap below it. */
  public long chosen() {
    return chosen;
  }

  /** How many slots are known to be chosen and not known here. */
  public long gap() {
    return Math.max(0, announced - chosen);
  }

  /** Whether only a snapshot helps, which was asked for and is not here yet. */
  public boolean awaitsSnapshot() {
    return fetchedAt == chosen;
  }

  /** Somebody knows that the slots up to this one are chosen. */
  public void announced(long slot) {
    announced = Math.max(announced, slot);
  }

  /** The slots up to this one are chosen, with the values that are held here. */
  public void advance(long upTo) {
    while (chosen < upTo) {
      chosen++;
      Value value = slots.get(chosen).value();
      pending.settle(value);
      out.chosen(chosen, value);
    }
    announced = Math.max(announced, chosen);
    answerQuestions();
    slots.trimToBytes(settings.logBytes(), Math.min(chosen, needed));
    slots.trimToBytes(KEPT_FOR_OTHERS * settings.logBytes(), chosen);
  }

  /**
   * A member that is alive has followed only up to this slot: what comes after it is kept for
   * longer than usual, or a member that fetches a snapshot under load would find the log after it
   * gone, and fetch the next, for ever.
   */
  void needed(long slot) {
    needed = slot;
  }

  /** Nobody counts on this member's log more than on others'. */
  public void neededByNobody() {
    needed = Long.MAX_VALUE;
  }

  /**
   * Writes how far the log is chosen, if that is news to the journal. To be called when another
   * record is written anyway.
   */
  void record() {
    if (chosen > recorded) {
      out.append(new Record.Chosen(chosen));
      recorded = chosen;
    }
  }

  /** Another member misses slots, or will: what is not chosen yet is told once it is. */
  public void onLearn(MemberId from, Message.Learn learn) {
    if (learn.from() > chosen) {
      questions.put(from, learn.from());
    } else {
      answer(from, learn.from());
    }
  }

  private void answerQuestions() {
    if (questions.isEmpty()) {
      return;
    }
    for (Iterator<Map.Entry<MemberId, Long>> it = questions.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<MemberId, Long> question = it.next();
      if (question.getValue() <= chosen) {
        answer(question.getKey(), question.getValue());
        it.remove();
      }
    }
  }

  private void answer(MemberId to, long first) {
    if (first <= slots.trimmed()) {
      out.send(to, new Message.Trimmed(slots.trimmed()));
    } else {
      List<Value> run = slots.run(first, chosen, settings.batchBytes());
      out.send(to, new Message.Learned(first, run));
    }
  }

  /**
   * What was asked for.
   *
   * @param goOn whether to ask for what comes next although it may not be chosen yet
   */
  public void onLearned(MemberId from, Message.Learned learned, boolean goOn) {
    long last = learned.first() + learned.values().size() - 1;
    if (learned.first() > chosen + 1 || last <= chosen) {
      return;
    }
    int known = (int) (chosen + 1 - learned.first());
    List<Value> news = learned.values().subList(known, learned.values().size());
    long slot = chosen + 1;
    out.append(new Record.Learned(slot, news));
    for (Value value : news) {
      slots.learn(slot++, value);
    }
    recorded = last;
    advance(last);
    if (gap() > 0 || goOn) {
      out.send(from, new Message.Learn(chosen + 1));
    }
  }

  /** What is missing here is in nobody's log that was asked. */
  public void onTrimmed(MemberId from, Message.Trimmed trimmed) {
    announced(trimmed.trimmed());
    if (trimmed.trimmed() > chosen) {
      fetchedAt = chosen;
      out.fetchSnapshot(from);
    }
  }

  /** The state machine was replaced by a snapshot. */
  public void onInstalled(long slot) {
    if (slot > chosen) {
      slots.trimTo(slot);
      chosen = slot;
      recorded = slot;
      announced = Math.max(announced, slot);
      out.append(new Record.Installed(slot));
      answerQuestions();
    }
  }

  /**
   * Asks a member that knows more, or will, unless one was asked within the last heartbeat
   * interval.
   */
  public void ask(long now, MemberId whom) {
    if (now - askedAt >= settings.heartbeatMillis()) {
      askedAt = now;
      out.send(whom, new Message.Learn(chosen + 1));
    }
  }
}
