package io.synod.cli.faults.history;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.synod.sim.history.KeyValue;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is written down is what is checked. */
final class HistoryTest {
  private final History history = new History();

  @Test
  void aReadOfWhatWasOverwrittenIsRefused() {
    put("old", 2);
    put("new", 3);
    int read = history.invoke("one", "key", new KeyValue.Get());
    history.answer(read, new KeyValue.Found("new", 3));
    assertTrue(history.check().startsWith("3 operations on 1 keys are linearizable"));
    AssertionError refused =
        assertThrows(
            AssertionError.class, () -> History.check(History.withStaleRead(history.operations())));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("get -> old at revision 2"),
        refused::getMessage);
  }

  @Test
  void whatFailedHasNoEffectAndWhatHasNoAnswerMayHaveOne() {
    put("old", 2);
    int failed = history.invoke("one", "key", new KeyValue.Put("failed"));
    history.fail(failed);
    history.invoke("one", "key", new KeyValue.PutIfValue(Optional.of("old"), "perhaps"));
    int read = history.invoke("two", "key", new KeyValue.Get());
    history.answer(read, new KeyValue.Found("perhaps", 3));
    assertTrue(history.check().contains("linearizable"));
    int wrong = history.invoke("two", "key", new KeyValue.Get());
    history.answer(wrong, new KeyValue.Found("failed", 3));
    AssertionError refused = assertThrows(AssertionError.class, history::check);
    assertTrue(String.valueOf(refused.getMessage()).contains("failed"), refused::getMessage);
  }

  private void put(String value, long revision) {
    int put = history.invoke("one", "key", new KeyValue.Put(value));
    history.answer(put, new KeyValue.Changed(revision));
  }
}
