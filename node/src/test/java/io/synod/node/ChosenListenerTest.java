package io.synod.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Seed 003: a missing event is always known to be missing. */
@Timeout(120)
class ChosenListenerTest {

  /** Writes down what it is told. */
  private static final class Diary implements ChosenListener {

    private final Gap choice;
    private final BlockingQueue<String> entries = new LinkedBlockingQueue<>();
    private final Set<Long> missing = ConcurrentHashMap.newKeySet();
    private final Set<Long> seen = ConcurrentHashMap.newKeySet();
    private final Set<Long> lateSlots = ConcurrentHashMap.newKeySet();

    Diary(Gap choice) {
      this.choice = choice;
    }

    @Override
    public void chosen(long slot, List<byte[]> commands, boolean late) {
      (late ? lateSlots : seen).add(slot);
      for (byte[] command : commands) {
        entries.add(new String(command, UTF_8) + (late ? " (late)" : ""));
      }
    }

    @Override
    public Gap missing(long first, long last) {
      if (missing.isEmpty()) {
        entries.add("missing");
      }
      LongStream.rangeClosed(first, last).forEach(missing::add);
      return choice;
    }

    @Override
    public void broughtBySnapshot(long first, long last) {
      entries.add("snapshot of " + (last - first + 1));
    }

    /** What was told up to an entry, that one included. */
    List<String> upTo(String entry) throws InterruptedException {
      List<String> told = new ArrayList<>();
      while (!told.contains(entry)) {
        String next = entries.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("after " + told).isNotNull();
        told.add(next);
      }
      return told;
    }
  }

  /** The members of a cluster in which one lacks what the others know. */
  private record Lack(Trio trio, long leader, long other, long lacking) {

    static Lack of(Trio trio) throws Exception {
      long leader = trio.leader();
      long other = leader % 3 + 1;
      long lacking = other % 3 + 1;
      Trio.get(trio.member(lacking).read(Lines::all));
      return new Lack(trio, leader, other, lacking);
    }

    /** It hears from another follower what is chosen, and neither gets it nor can ask for it. */
    void begin() {
      trio.network.cut(leader, lacking);
      trio.network.cut(lacking, leader);
      trio.network.cut(lacking, other);
    }
  }

  @Test
  void slotsComeInOrderEachOnce() throws Exception {
    try (Trio trio = new Trio().start()) {
      trio.leader();
      Diary diary = new Diary(ChosenListener.Gap.WAIT);
      Runnable end = trio.member(2).onChosen(diary);
      trio.propose(1, "a");
      trio.propose(2, "b");
      trio.propose(3, "c");
      assertThat(diary.upTo("c")).endsWith("a", "b", "c");
      end.run();
    }
  }

  @Test
  void whoWaitsIsToldWhatIsMissingAndGetsItInOrder() throws Exception {
    try (Trio trio = new Trio().start()) {
      Lack lack = Lack.of(trio);
      Diary diary = new Diary(ChosenListener.Gap.WAIT);
      trio.member(lack.lacking).onChosen(diary);
      lack.begin();
      trio.propose(lack.leader, "a");
      trio.propose(lack.leader, "b");
      assertThat(diary.upTo("missing")).containsExactly("missing");
      assertThat(trio.member(lack.lacking).status().missing()).isPositive();
      trio.network.join(lack.leader, lack.lacking);
      trio.propose(lack.leader, "c");
      trio.network.heal();
      assertThat(diary.upTo("c")).containsSubsequence("a", "b", "c").doesNotContain("c (late)");
    }
  }

  @Test
  void whoGoesOnGetsWhatComesLaterFirstAndWhatWasMissingLate() throws Exception {
    try (Trio trio = new Trio().start()) {
      Lack lack = Lack.of(trio);
      Diary diary = new Diary(ChosenListener.Gap.GO_ON);
      trio.member(lack.lacking).onChosen(diary);
      lack.begin();
      trio.propose(lack.leader, "a");
      trio.propose(lack.leader, "b");
      diary.upTo("missing");
      trio.network.join(lack.leader, lack.lacking);
      trio.propose(lack.leader, "c");
      assertThat(diary.upTo("c")).containsExactly("c");
      trio.network.heal();
      assertThat(diary.upTo("b (late)")).containsExactly("a (late)", "b (late)");
      assertThat(diary.lateSlots).isNotEmpty().isSubsetOf(diary.missing);
      assertThat(diary.seen).doesNotContainAnyElementsOf(diary.lateSlots);
      trio.propose(lack.leader, "d");
      assertThat(diary.upTo("d")).containsExactly("d");
    }
  }

  @Test
  void whatASnapshotBroughtIsNamed() throws Exception {
    try (Trio trio = new Trio(habits -> habits.keepInMemory(1_000).snapshotAfter(1_000)).start()) {
      Lack lack = Lack.of(trio);
      Diary diary = new Diary(ChosenListener.Gap.WAIT);
      trio.member(lack.lacking).onChosen(diary);
      lack.begin();
      trio.network.cut(lack.other, lack.lacking);
      for (int i = 0; i < 50; i++) {
        trio.propose(lack.leader, "x".repeat(100) + i);
      }
      trio.network.heal();
      Trio.get(trio.member(lack.lacking).read(Lines::all));
      trio.propose(lack.leader, "last");
      assertThat(diary.upTo("last"))
          .anyMatch(entry -> entry.startsWith("snapshot of "))
          .endsWith("last");
    }
  }
}
