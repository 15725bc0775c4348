package io.synod.node;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Effects.Chosen;
import io.synod.core.Value;
import io.synod.node.machine.Envelope;
import io.synod.node.member.Observer;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * Tells one listener what is chosen. It hears of it on the core thread, and speaks on the thread
 * for answers, where all of its fields are.
 *
 * <p>Invariant: the slots before {@code next} were told, or brought by a snapshot; of those from
 * there on, the ones in {@code told} were.
 */
final class Feed implements Observer {

  private static final int MOST_AHEAD = 10_000;

  private final ChosenListener listener;
  private final Executor answers;
  private final TreeMap<Long, Value> ahead = new TreeMap<>();
  private final TreeMap<Long, Boolean> told = new TreeMap<>();
  private long next;

  /** What is missing up to this slot was announced. */
  private long announced;

  /** Whether the listener goes on without what is missing up to {@link #announced}. */
  private boolean goesOn;

  Feed(ChosenListener listener, Executor answers) {
    this.listener = listener;
    this.answers = answers;
  }

  @Override
  public void begins(long first) {
    answers.execute(() -> next = first);
  }

  @Override
  public void chosen(List<Chosen> slots) {
    answers.execute(() -> slots.forEach(this::inOrder));
  }

  @Override
  public void ahead(List<Chosen> slots) {
    answers.execute(() -> {
      for (Chosen slot : slots) {
        if (slot.slot() >= next && ahead.size() < MOST_AHEAD) {
          ahead.put(slot.slot(), slot.value());
        }
      }
      tellAhead();
    });
  }

  @Override
  public void missing(long first, long last) {
    answers.execute(() -> {
      if (last >= next) {
        announce(Math.max(first, next), last);
        tellAhead();
      }
    });
  }

  @Override
  public void installed(long slot) {
    answers.execute(() -> {
      if (slot < next) {
        return;
      }
      long from = next;
      for (long known : told.headMap(slot, true).keySet()) {
        brought(from, known - 1);
        from = known + 1;
      }
      brought(from, slot);
      passed(slot + 1);
    });
  }

  private void brought(long first, long last) {
    if (first <= last) {
      listener.broughtBySnapshot(first, last);
    }
  }

  private void inOrder(Chosen chosen) {
    if (chosen.slot() < next) {
      return;
    }
    if (!told.containsKey(chosen.slot())) {
      tell(chosen.slot(), chosen.value(), !told.isEmpty());
    }
    passed(chosen.slot() + 1);
  }

  private void passed(long nextSlot) {
    next = nextSlot;
    told.headMap(next).clear();
    ahead.headMap(next).clear();
    if (told.isEmpty() && next > announced) {
      goesOn = false;
    }
  }

  private void announce(long first, long last) {
    announced = Math.max(announced, last);
    goesOn = listener.missing(first, last) == ChosenListener.Gap.GO_ON;
  }

  /** Tells what is known beyond the missing slots, each hole among it announced first. */
  private void tellAhead() {
    while (goesOn && !ahead.isEmpty()) {
      long slot = ahead.firstKey();
      long last = told.isEmpty() ? next - 1 : told.lastKey();
      if (slot > Math.max(last, announced) + 1) {
        announce(Math.max(last, announced) + 1, slot - 1);
        continue;
      }
      Value value = ahead.remove(slot);
      if (value != null && !told.containsKey(slot)) {
        told.put(slot, true);
        tell(slot, value, slot < last);
      }
    }
  }

  private void tell(long slot, Value value, boolean late) {
    listener.chosen(
        slot, value.commands().stream().map(Command::payload).map(Feed::command).toList(), late);
  }

  private static byte[] command(Bytes payload) {
    return Envelope.read(payload).command().array();
  }
}
