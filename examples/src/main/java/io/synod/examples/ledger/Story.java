package io.synod.examples.ledger;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The story of Jane, Joe and the IRS, told by three machines. Jane has nothing; Joe sends her 100;
 * she sends 50 to the IRS. Whatever happens to the machines, none ever shows an overdraft.
 */
public final class Story {

  private final Bank bank;
  private final PrintStream out;
  private final AtomicInteger step = new AtomicInteger();

  private Story(Bank bank, PrintStream out) {
    this.bank = bank;
    this.out = out;
  }

  /** Tells the story. */
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("synod-ledger");
    try (Bank bank = new Bank(directory)) {
      tell(bank, System.out);
    }
    System.out.println("The machines' books are in " + directory + ".");
  }

  /** Tells the story of a bank that has just been opened. */
  static void tell(Bank bank, PrintStream out) throws Exception {
    Story story = new Story(bank, out);
    story.money();
    story.death();
    story.lack();
  }

  private void chapter(String title) {
    out.println();
    out.println(step.incrementAndGet() + ". " + title);
  }

  private void say(long through, String command) throws Exception {
    out.printf("  %-26s machine %d answers: %s%n", command, through, bank.tell(through, command));
  }

  private void money() throws Exception {
    chapter("Jane has nothing. A cheque that is not covered is refused, at every machine alike.");
    say(1, "deposit Joe 200");
    say(2, "cheque Jane IRS 50");
    say(1, "cheque Joe Jane 100");
    say(2, "cheque Jane IRS 50");
    say(3, "cheque Jane IRS 80");
    for (long id = 1; id <= 3; id++) {
      out.println("  machine " + id + " has " + bank.books(id).balances());
    }
  }

  private void death() throws Exception {
    chapter("Machine 3 is killed, misses something, comes back, and has the same books.");
    bank.kill(3);
    say(1, "cheque Joe Jane 10");
    bank.start(3);
    out.println("  machine 3 has " + bank.books(3).balances());
    boolean same = bank.books(1).history().equals(bank.books(3).history());
    out.println("  the same history as machine 1: " + (same ? "yes" : "no"));
  }

  private void lack() throws Exception {
    long leader = bank.leader();
    long other = leader % 3 + 1;
    long lacking = other % 3 + 1;
    chapter("Machine " + lacking + " lacks events, and knows that it does.");

    // It hears from the other that there is something new, but gets nothing and cannot ask.
    bank.network().cut(leader, lacking);
    bank.network().cut(lacking, leader);
    bank.network().cut(lacking, other);
    say(leader, "cheque Joe Jane 20");
    say(other, "cheque Jane IRS 30");
    bank.timeline(lacking).await(Timeline.MISSING);

    // What comes next reaches it again: a later event, while earlier ones are missing.
    bank.network().join(leader, lacking);
    say(leader, "deposit Joe 5");
    bank.timeline(lacking).await("deposit Joe 5");
    bank.timeline(leader).await("deposit Joe 5");
    bank.timeline(other).await("deposit Joe 5");
    out.println();
    out.print(Timeline.draw(List.of(bank.timeline(1), bank.timeline(2), bank.timeline(3))));
    out.println();
    out.println(
        "  machine " + lacking + " lacks " + bank.machine(lacking).status().missing() + " slots;");
    out.println(
        "  its timeline went on without them, its books wait: "
            + bank.localBooks(lacking).balances());

    chapter("The network heals: what was missing comes late, and the books are the same again.");
    bank.network().heal();
    for (long id = 1; id <= 3; id++) {
      out.println("  machine " + id + " has " + bank.books(id).balances());
    }
    bank.timeline(lacking).await("cheque Jane IRS 30");
    out.println();
    out.print(Timeline.draw(List.of(bank.timeline(1), bank.timeline(2), bank.timeline(3))));
  }
}
