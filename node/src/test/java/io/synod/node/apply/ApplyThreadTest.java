package io.synod.node.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.core.Effects.Chosen;
import io.synod.core.MemberId;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.node.loop.OwnLoop;
import io.synod.node.loop.Threads;
import io.synod.node.loop.Turns;
import io.synod.node.loop.Worker;
import io.synod.node.requests.Admission;
import io.synod.node.requests.Proposals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How housekeeping makes room for what is applied. */
class ApplyThreadTest {
  /** A machine with more to tidy than it ever gets done. */
  private static final class Untidy implements DurableMachine<String> {
    private int tidied;

    @Override
    public long durableSlot() {
      return 0;
    }

    @Override
    public Map<String, Bytes> notes() {
      return Map.of();
    }

    @Override
    public @Nullable String apply(Bytes command, boolean wanted) {
      return null;
    }

    @Override
    public void commit(long slot, Map<String, Bytes> notes) {}

    @Override
    public long tidy() {
      tidied++;
      return Turns.AGAIN;
    }

    @Override
    public long flush() {
      return 0;
    }

    @Override
    public void checkpoint(Path directory) {}

    @Override
    public void restore(Path directory) {}

    @Override
    public void close() {}
  }

  /** Takes turns when the test says so. */
  private static final class ByHand implements Threads {
    private @Nullable Turns turns;

    @Override
    public Worker worker(String name, Turns taken) {
      turns = taken;
      return new Worker() {
        @Override
        public void start() {}

        @Override
        public void wake() {}

        @Override
        public void join() {}
      };
    }

    long turn() {
      return Objects.requireNonNull(turns).turn();
    }

    @Override
    public OwnLoop loop(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void run(String name, Runnable task) {
      throw new UnsupportedOperationException();
    }
  }

  private final Untidy machine = new Untidy();
  private final ByHand threads = new ByHand();
  private final ApplyThread thread =
      new ApplyThread(
          threads,
          "apply",
          new Applier<>(
              machine, new Session(new MemberId(1), 1), new Proposals<>(10, new Admission(10, 10))),
          _ -> false,
          failed -> {
            throw new AssertionError(failed);
          });
  private long slot;

  private void apply(int values) {
    List<Chosen> chosen = new ArrayList<>();
    for (int i = 0; i < values; i++) {
      slot++;
      chosen.add(new Chosen(slot, Value.NO_OP));
    }
    thread.values(chosen, true);
  }

  @Test
  void itRestsBetweenTwoPiecesOfHousekeeping() {
    assertThat(threads.turn()).isPositive();
    assertThat(threads.turn()).isPositive();
    assertThat(machine.tidied).isEqualTo(2);
  }

  @Test
  void aLittleThatIsAppliedIsNotFollowedByHousekeepingEachTime() {
    threads.turn();
    int before = machine.tidied;
    for (int i = 0; i < 20; i++) {
      apply(1);
      assertThat(threads.turn()).isPositive();
    }
    assertThat(machine.tidied).isEqualTo(before);
  }

  @Test
  void underALoadThatNeverRestsThereIsHousekeepingNevertheless() {
    threads.turn();
    int before = machine.tidied;
    for (int i = 0; i < 100; i++) {
      apply(100);
      threads.turn();
    }
    assertThat(machine.tidied - before).isBetween(10, 30);
  }
}
