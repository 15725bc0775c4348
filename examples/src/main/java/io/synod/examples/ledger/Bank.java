package io.synod.examples.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.node.LocalNetwork;
import io.synod.node.Member;
import io.synod.node.MemberConfig;
import io.synod.node.StartException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The bank: three machines, each with the books, that agree on the order of events. */
public final class Bank implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;

  private final Path directory;
  private final LocalNetwork network = new LocalNetwork();
  private final Map<Long, Member<Ledger>> machines = new TreeMap<>();
  private final Map<Long, Timeline> timelines = new TreeMap<>();

  /**
   * Opens the bank.
   *
   * @param directory where the machines keep their books
   */
  public Bank(Path directory) throws StartException {
    this.directory = directory;
    for (long id = 1; id <= 3; id++) {
      timelines.put(id, new Timeline());
      start(id);
    }
  }

  /** Starts a machine, with the books as it last had them. */
  public void start(long id) throws StartException {
    MemberConfig config =
        MemberConfig.builder(id)
            .name("machine-" + id)
            .members(1, 2, 3)
            .transport(network.transport())
            .directory(directory.resolve("machine-" + id))
            .build();
    Member<Ledger> machine = Member.start(config, Ledger::new);
    machine.onChosen(timeline(id));
    machines.put(id, machine);
  }

  /** Kills a machine: no farewell, nothing written at the end. */
  public void kill(long id) {
    machine(id).halt();
    machines.remove(id);
  }

  /** Tells the bank, through one of its machines, what to do; returns what came of it. */
  public String tell(long through, String command) throws Exception {
    byte[] answer =
        machine(through).propose(command.getBytes(UTF_8)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return new String(answer, UTF_8);
  }

  /** The books at a machine, with everything in them that anybody was told before this call. */
  public Books books(long at) throws InterruptedException, ExecutionException, TimeoutException {
    return machine(at)
        .read(ledger -> new Books(ledger.balances(), ledger.history()))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** The books at a machine as they are there, perhaps old ones. */
  public Books localBooks(long at)
      throws InterruptedException, ExecutionException, TimeoutException {
    return machine(at)
        .readLocal(ledger -> new Books(ledger.balances(), ledger.history()))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * The books.
   *
   * @param balances who has how much
   * @param history what happened
   */
  public record Books(Map<String, Long> balances, List<Ledger.Event> history) {}

  /** The machine that leads, as far as the first one that runs knows; 1 if it knows of none. */
  public long leader() {
    OptionalLong leader = machines.values().iterator().next().leader();
    return leader.orElse(1);
  }

  /** A machine that runs. */
  public Member<Ledger> machine(long id) {
    Member<Ledger> machine = machines.get(id);
    if (machine == null) {
      throw new IllegalArgumentException("Machine " + id + " does not run.");
    }
    return machine;
  }

  /** What a machine has seen happen. */
  public Timeline timeline(long id) {
    Timeline timeline = timelines.get(id);
    if (timeline == null) {
      throw new IllegalArgumentException("There is no machine " + id + ".");
    }
    return timeline;
  }

  /** The network between the machines. */
  public LocalNetwork network() {
    return network;
  }

  @Override
  public void close() {
    machines.values().parallelStream().forEach(Member::close);
  }
}
