package io.synod.store.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same changes to a table and to a map. */
final class LeaseTableTest {

  private static final Comparator<Lease> ENDS =
      Comparator.comparingLong(Lease::deadline).thenComparingLong(Lease::id);

  private final LeaseTable table = new LeaseTable();
  private final TreeMap<Long, Lease> expected = new TreeMap<>();

  private void change(Random random, int ids) {
    long id = random.nextLong(ids) - ids / 2;
    if (id != 0 && random.nextInt(3) > 0) {
      Lease lease = new Lease(id, random.nextInt(5), random.nextInt(ids));
      table.put(id, lease.ttl(), lease.deadline());
      expected.put(id, lease);
    } else if (id != 0) {
      table.remove(id);
      expected.remove(id);
    }
  }

  private List<Lease> all() {
    List<Lease> all = new ArrayList<>();
    table.forEach(all::add);
    return all;
  }

  @ParameterizedTest
  @CsvSource({"1, 10, 1000", "2, 100, 3000", "3, 5000, 20000"})
  void holdsWhatAMapHoldsAndKnowsWhatEndsFirst(long seed, int ids, int changes) {
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      change(random, ids);
      assertThat(table.size()).isEqualTo(expected.size());
      if (ids <= 100 || i % 500 == 0) {
        assertThat(table.first()).isEqualTo(expected.values().stream().min(ENDS).orElse(null));
        assertThat(all()).containsExactlyInAnyOrderElementsOf(expected.values());
      }
      long id = random.nextInt(ids) + 1L;
      assertThat(table.get(id)).isEqualTo(expected.get(id));
    }
    List<Lease> ends = new ArrayList<>();
    for (Lease first = table.first(); first != null; first = table.first()) {
      ends.add(first);
      table.remove(first.id());
    }
    assertThat(ends).containsExactlyElementsOf(expected.values().stream().sorted(ENDS).toList());
  }
}
