package io.synod.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Message;
import io.synod.core.Samples;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log in memory against a map that does the same slowly. */
final class SlotsTest {

  private final NavigableMap<Long, AcceptedValue> oracle = new TreeMap<>();
  private long trimmed;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLogIsWhatAMapWouldHold(long seed) {
    Random random = new Random(seed);
    trimmed = random.nextInt(5);
    Slots slots = new Slots(trimmed);
    for (int step = 0; step < 6_000; step++) {
      change(slots, random);
      if (step % 50 == 0) {
        compare(slots, random);
      }
    }
    assertThat(trimmed).as("long enough to compact the list several times").isGreaterThan(2_048);
  }

  private void change(Slots slots, Random random) {
    long last = last();
    AcceptedValue accepted =
        new AcceptedValue(
            Samples.ballot(1 + random.nextInt(9), 1),
            Samples.value("x".repeat(random.nextInt(40))));
    switch (random.nextInt(12)) {
      case 0 -> {
        long slot = Math.max(trimmed + 1, last - random.nextInt(20));
        slots.put(slot, accepted);
        oracle.put(slot, accepted);
      }
      case 1 -> {
        long slot = Math.max(trimmed + 1, last + 1 - random.nextInt(3));
        AcceptedValue before = oracle.get(slot);
        slots.learn(slot, accepted.value());
        oracle.put(
            slot,
            new AcceptedValue(before == null ? Ballot.NONE : before.ballot(), accepted.value()));
      }
      case 2 -> {
        // Now and then beyond the end, as a snapshot does.
        long slot = trimmed + random.nextInt(12);
        slots.trimTo(slot);
        trim(slot);
      }
      case 3 -> {
        long budget = 60_000;
        long limit = last - 5;
        slots.trimToBytes(budget, limit);
        while (bytes() > budget && trimmed < limit) {
          trim(trimmed + 1);
        }
      }
      default -> {
        slots.put(last + 1, accepted);
        oracle.put(last + 1, accepted);
      }
    }
  }

  private void compare(Slots slots, Random random) {
    assertThat(slots.trimmed()).isEqualTo(trimmed);
    assertThat(slots.last()).isEqualTo(last());
    assertThat(slots.bytes()).isEqualTo(bytes());
    oracle.forEach((slot, accepted) -> assertThat(slots.get(slot)).isEqualTo(accepted));
    long from = trimmed + 1 + random.nextInt(10);
    long to = from + random.nextInt(10);
    List<Value> values =
        oracle.tailMap(from, true).headMap(to, true).values().stream()
            .map(AcceptedValue::value)
            .toList();
    assertThat(slots.weight(from, to)).isEqualTo(values.stream().mapToLong(Value::weight).sum());
    long budget = random.nextInt(800);
    assertThat(slots.run(from, to, budget)).isEqualTo(fitting(values, budget));
    pieces(slots, from, budget);
  }

  /** The longest beginning that weighs no more, or the first value alone. */
  private static List<Value> fitting(List<Value> values, long budget) {
    for (int count = values.size(); count > 1; count--) {
      List<Value> beginning = values.subList(0, count);
      if (beginning.stream().mapToLong(Value::weight).sum() <= budget) {
        return beginning;
      }
    }
    return values.subList(0, Math.min(1, values.size()));
  }

  private void pieces(Slots slots, long from, long budget) {
    List<Message.Slotted> expected = new ArrayList<>();
    oracle
        .tailMap(from)
        .forEach((slot, accepted) -> expected.add(new Message.Slotted(slot, accepted)));
    List<List<Message.Slotted>> pieces = slots.pieces(from, budget);
    assertThat(pieces.stream().flatMap(List::stream).toList()).isEqualTo(expected);
    for (List<Message.Slotted> piece : pieces) {
      long weight = piece.stream().mapToLong(slotted -> slotted.accepted().value().weight()).sum();
      assertThat(piece.size() <= 1 || weight <= budget).isTrue();
      assertThat(piece.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }

  private long last() {
    return oracle.isEmpty() ? trimmed : oracle.lastKey();
  }

  private long bytes() {
    return oracle.values().stream().mapToLong(accepted -> accepted.value().weight()).sum();
  }

  private void trim(long slot) {
    trimmed = Math.max(trimmed, slot);
    oracle.headMap(slot, true).clear();
  }

  @Test
  void aSlotOutsideTheLogIsNamed() {
    Slots slots = new Slots(3);
    slots.put(4, new AcceptedValue(Ballot.NONE, Value.NO_OP));
    assertThatThrownBy(() -> slots.get(3))
        .hasMessageContaining("Slot 3")
        .hasMessageContaining("4 to 4");
    assertThatThrownBy(() -> slots.put(6, new AcceptedValue(Ballot.NONE, Value.NO_OP)))
        .hasMessageContaining("Slot 6");
  }
}
