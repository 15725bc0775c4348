package io.synod.examples.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {

  private static final List<String> EVENTS =
      List.of("deposit Joe 100", "cheque Joe Jane 100", "cheque Jane IRS 50", "cheque IRS Shop 50");

  private static String apply(Ledger ledger, long slot, String command) {
    return new String(ledger.apply(slot, command.getBytes(UTF_8)), UTF_8);
  }

  private static List<List<String>> orders(List<String> events) {
    if (events.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> orders = new ArrayList<>();
    for (String first : events) {
      List<String> others = new ArrayList<>(events);
      others.remove(first);
      for (List<String> rest : orders(others)) {
        List<String> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        orders.add(order);
      }
    }
    return orders;
  }

  @Test
  void inNoOrderOfEventsDoesAnybodyEverHaveLessThanNothing() {
    List<List<String>> orders = orders(EVENTS);
    assertThat(orders).hasSize(24);
    for (List<String> order : orders) {
      Ledger ledger = new Ledger();
      for (String event : order) {
        apply(ledger, 1, event);
        assertThat(ledger.balances().values())
            .as("after %s of %s", event, order)
            .allMatch(balance -> balance >= 0);
      }
      assertThat(ledger.balances().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(100);
    }
  }

  @Test
  void aChequeThatIsNotCoveredIsAnswered() {
    Ledger ledger = new Ledger();
    assertThat(apply(ledger, 1, "cheque Jane IRS 50")).isEqualTo("refused: Jane has 0");
    assertThat(apply(ledger, 2, "deposit Jane 50")).isEqualTo("done");
    assertThat(apply(ledger, 3, "cheque Jane IRS 50")).isEqualTo("done");
    assertThat(ledger.balances()).containsEntry("Jane", 0L).containsEntry("IRS", 50L);
  }

  @Test
  void whatTheBankDoesNotUnderstandIsAnsweredToo() {
    Ledger ledger = new Ledger();
    for (String nonsense : List.of("", "deposit", "deposit Joe -5", "cheque Joe Jane 1e9")) {
      assertThat(apply(ledger, 1, nonsense)).startsWith("refused");
    }
    assertThat(ledger.balances()).isEmpty();
  }

  @Test
  void aSnapshotHoldsTheBooks() throws Exception {
    Ledger ledger = new Ledger();
    apply(ledger, 3, "deposit Joe 100");
    apply(ledger, 4, "cheque Joe Jane 30");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ledger.snapshot(bytes);
    Ledger restored = new Ledger();
    apply(restored, 1, "deposit Somebody 1");
    restored.restore(new ByteArrayInputStream(bytes.toByteArray()));
    assertThat(restored.history()).isEqualTo(ledger.history());
    assertThat(restored.balances()).isEqualTo(ledger.balances());
  }
}
