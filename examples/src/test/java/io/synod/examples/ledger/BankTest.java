package io.synod.examples.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BankTest {

  private @TempDir Path directory;

  /** The books never showed an overdraft: every event in them left everybody with 0 or more. */
  private static void assertNoOverdraft(List<Ledger.Event> history) {
    Ledger replayed = new Ledger();
    for (Ledger.Event event : history) {
      byte[] answer = replayed.apply(event.slot(), event.command().getBytes(UTF_8));
      assertThat(new String(answer, UTF_8)).isEqualTo(event.answer());
      assertThat(replayed.balances().values()).allMatch(balance -> balance >= 0);
    }
  }

  @Test
  void eventsThatAreToldToDifferentMachinesAtOnceHappenInOneOrderWithoutOverdraft()
      throws Exception {
    try (Bank bank = new Bank(directory)) {
      List<CompletableFuture<byte[]>> answers = new ArrayList<>();
      for (int round = 0; round < 20; round++) {
        answers.add(bank.machine(1 + round % 3).propose(bytes("cheque Jane%d IRS 50", round)));
        answers.add(
            bank.machine(1 + (round + 1) % 3).propose(bytes("cheque Joe Jane%d 100", round)));
        answers.add(bank.machine(1 + (round + 2) % 3).propose(bytes("deposit Joe 100", round)));
      }
      for (CompletableFuture<byte[]> answer : answers) {
        assertThat(new String(answer.get(60, TimeUnit.SECONDS), UTF_8))
            .matches("done|refused: J[a-z0-9]+ has [0-9]+");
      }
      Bank.Books books = bank.books(1);
      assertNoOverdraft(books.history());
      assertThat(bank.books(2)).isEqualTo(books);
      assertThat(bank.books(3)).isEqualTo(books);
    }
  }

  private static byte[] bytes(String command, int round) {
    return command.formatted(round).getBytes(UTF_8);
  }

  @Test
  void aMachineThatIsKilledComesBackWithTheSameBooks() throws Exception {
    try (Bank bank = new Bank(directory)) {
      bank.tell(1, "deposit Joe 100");
      bank.kill(3);
      assertThat(bank.tell(1, "cheque Joe Jane 100")).isEqualTo("done");
      bank.start(3);
      assertThat(bank.books(3)).isEqualTo(bank.books(1));
      assertThat(bank.books(3).balances()).containsEntry("Jane", 100L);
    }
  }

  @Test
  void aMachineThatLacksEventsKnowsItAndItsBooksWait() throws Exception {
    try (Bank bank = new Bank(directory)) {
      bank.tell(1, "deposit Joe 100");
      long leader = bank.leader();
      long other = leader % 3 + 1;
      long lacking = other % 3 + 1;
      Map<String, Long> before = bank.books(lacking).balances();
      bank.network().cut(leader, lacking);
      bank.network().cut(lacking, leader);
      bank.network().cut(lacking, other);
      bank.tell(leader, "cheque Joe Jane 20");
      bank.timeline(lacking).await(Timeline.MISSING);
      assertThat(bank.machine(lacking).status().missing()).isPositive();

      bank.network().join(leader, lacking);
      bank.tell(leader, "deposit Jane 5");
      bank.timeline(lacking).await("deposit Jane 5");
      assertThat(bank.timeline(lacking).seen()).containsValue(Timeline.MISSING);
      assertThat(bank.localBooks(lacking).balances()).isEqualTo(before);

      bank.network().heal();
      bank.timeline(lacking).await("cheque Joe Jane 20 (late)");
      assertThat(bank.books(lacking)).isEqualTo(bank.books(leader));
      assertThat(bank.timeline(lacking).seen()).doesNotContainValue(Timeline.MISSING);
    }
  }

  @Test
  void theStoryIsToldAsItHappens() throws Exception {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (Bank bank = new Bank(directory)) {
      Story.tell(bank, new PrintStream(page, true, UTF_8));
      for (long id = 1; id <= 3; id++) {
        assertNoOverdraft(bank.books(id).history());
        assertThat(bank.books(id)).isEqualTo(bank.books(1));
      }
    }
    assertThat(page.toString(UTF_8))
        .contains("machine 2 answers: refused: Jane has 0")
        .contains("machine 3 answers: refused: Jane has 50")
        .contains("the same history as machine 1: yes")
        .contains("slot  machine 1")
        .contains(Timeline.MISSING)
        .contains("cheque Jane IRS 30 (late)")
        .contains("machine 1 has {IRS=80");
  }
}
