package io.synod.node.member;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.RegisterEvent;
import io.synod.core.Session;
import io.synod.core.replica.Replica;
import io.synod.node.StartException;
import io.synod.node.apply.Applied;
import io.synod.node.apply.Applier;
import io.synod.node.apply.ApplyThread;
import io.synod.node.apply.DurableMachine;
import io.synod.node.directory.DataDirectory;
import io.synod.node.disk.Disk;
import io.synod.node.disk.NoSpaceException;
import io.synod.node.disk.RefusedException;
import io.synod.node.journal.JournalListener;
import io.synod.node.journal.JournalWriter;
import io.synod.node.peers.Identity;
import io.synod.node.peers.Network;
import io.synod.node.registers.RegisterKeeper;
import io.synod.node.registers.RegisterStore;
import io.synod.node.requests.Admission;
import io.synod.node.requests.Proposals;
import io.synod.node.snapshot.SnapshotFetcher;
import io.synod.node.snapshot.SnapshotSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a member is made of: opens it in order, starts its threads, and takes it apart again. */
final class Engine<R> {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  private final MemberPlan config;
  private final Ports ports;
  private final Consumer<String> onFailure;
  private final String threadName;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Admission proposalsAdmitted;
  private final Admission readsAdmitted;
  private final Admission registersAdmitted;

  // What is open, in this order, and closed in the reverse one.
  private final DataDirectory directory;
  private final DurableMachine<R> machine;
  private final JournalWriter journal;
  private final Applier<R> applier;
  private final ApplyThread apply;
  private final RegisterKeeper registers;
  private final Network network;
  private final SnapshotSource source;
  private final SnapshotFetcher fetcher;
  private final Pressure pressure;
  private final CoreLoop<R> core;
  private final Housekeeper housekeeper;

  private Engine(MemberPlan config, Ports ports, Consumer<String> onFailure, Opened<R> opened)
      throws IOException {
    this.config = config;
    this.ports = ports;
    this.onFailure = onFailure;
    this.threadName = "synod-" + config.name();
    this.directory = opened.directory;
    this.machine = opened.machine();
    // First, because it may refuse the journal, and nothing that runs may be left behind then.
    Replica replica =
        new Replica(
            config.id(),
            directory.boot(),
            Quorums.of(config.peers().keySet()),
            config.settings(),
            opened.recovery,
            now());
    this.proposalsAdmitted =
        new Admission(config.settings().pendingCommands(), config.settings().pendingBytes());
    this.readsAdmitted = new Admission(10 * config.settings().pendingCommands(), Long.MAX_VALUE);
    this.registersAdmitted =
        new Admission(config.settings().pendingCommands(), config.settings().pendingBytes());
    Session session = new Session(config.id(), directory.boot());
    Proposals<R> proposals =
        new Proposals<>(config.settings().pendingCommands(), proposalsAdmitted);
    this.applier = new Applier<>(machine, session, proposals);
    this.apply =
        new ApplyThread(
            ports.threads(),
            threadName + "-apply",
            applier,
            NoSpaceException::isReasonOf,
            e -> broke("applying commands", e));
    this.journal =
        new JournalWriter(
            opened.journal(), config.journal(), ports.threads(), threadName, new FromJournal());
    this.registers =
        new RegisterKeeper(
            ports.threads(),
            threadName + "-registers",
            opened.registers(),
            opened.registerRecords,
            NoSpaceException::isReasonOf,
            new FromRegisters());
    this.pressure = new Pressure(journal, apply, registers);
    Identity identity =
        new Identity(config.clusterId(), config.id(), directory.boot(), config.peers());
    this.network =
        ports
            .network()
            .open(
                identity,
                new FromPeers(),
                threadName + "-core",
                2 * config.settings().electionMillis());
    Disk snapshots = directory.room("snapshots");
    this.source =
        new SnapshotSource(
            ports.threads().loop(threadName + "-snapshots"),
            ports.clock(),
            snapshots.directory("outgoing"),
            directory.boot(),
            apply,
            () -> core().view().trimmed());
    this.fetcher =
        new SnapshotFetcher(
            ports.threads().loop(threadName + "-fetch"),
            snapshots.directory("incoming"),
            network,
            apply,
            () -> core().view().chosen(),
            this::installed,
            e -> broke("fetching a snapshot", e));
    this.core =
        new CoreLoop<>(
            new CoreLoop.Parts<>(
                network.loop(),
                replica,
                config.peers().keySet(),
                session,
                config.settings(),
                journal,
                network,
                applier,
                apply,
                proposals,
                new WaitingReads(readsAdmitted),
                new RegisterDesk(registers, registersAdmitted),
                pressure,
                ports.clock(),
                ports.random(),
                fetcher::fetch,
                proposalsAdmitted),
            e -> broke("running the protocol", e));
    this.housekeeper =
        new Housekeeper(
            ports.threads(),
            threadName + "-housekeeper",
            config,
            machine,
            registers,
            apply,
            () -> applier.applied().slot(),
            journal,
            NoSpaceException::isReasonOf,
            e -> broke("making the state durable", e));
  }

  /** Opens everything and reads the journal; nothing runs yet, and nobody is listened to. */
  static <R> Engine<R> build(
      MemberPlan config,
      Ports ports,
      DurableMachine.Opener<R> opener,
      RegisterStore.Opener registers,
      Consumer<String> onFailure)
      throws StartException {
    try {
      Opened<R> opened =
          new Opened<>(
              DataDirectory.open(
                  ports.premises().take(config.directory()),
                  config.clusterId(),
                  config.id(),
                  config.name(),
                  ports.secureRandom()));
      try {
        opened.open(config, opener, registers);
        return new Engine<>(config, ports, onFailure, opened);
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
    } catch (RefusedException | IllegalStateException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartException(
          "Member "
              + config.name()
              + " cannot use its data directory "
              + config.directory()
              + ": "
              + e.getMessage()
              + ".",
          e);
    }
  }

  /** Listens, then starts the threads. */
  void start() throws StartException {
    try {
      network.listen(config.listen(), source);
    } catch (IOException e) {
      stop(false);
      throw new StartException(
          "Member "
              + config.name()
              + " cannot listen for its peers on "
              + config.listen().getHostString()
              + ":"
              + config.listen().getPort()
              + ": "
              + e.getMessage()
              + "; stop what uses that port, or choose another one.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(false);
      throw new StartException("Member " + config.name() + " was interrupted while it started.", e);
    }
    journal.start();
    apply.start();
    registers.start();
    core.start();
    housekeeper.start();
    network.connect();
  }

  private long now() {
    return ports.clock().getAsLong();
  }

  CoreLoop<R> core() {
    return core;
  }

  Pressure pressure() {
    return pressure;
  }

  Admission proposalsAdmitted() {
    return proposalsAdmitted;
  }

  Admission readsAdmitted() {
    return readsAdmitted;
  }

  Admission registersAdmitted() {
    return registersAdmitted;
  }

  RegisterKeeper registers() {
    return registers;
  }

  boolean isStopped() {
    return stopped.getCount() == 0;
  }

  MemberStatus status() {
    View view = core.view();
    Applied applied = applier.applied();
    return new MemberStatus(
        config.id(),
        view.ballot(),
        view.leader(),
        view.chosen(),
        applied.slot(),
        housekeeper.durableSlot(),
        journal.sizeBytes(),
        applied.logHash(),
        pressure.noSpace());
  }

  private void installed(long slot) {
    housekeeper.restored(slot);
    core.put(new Input.Installed<>(slot));
  }

  private void broke(String what, Throwable cause) {
    if (!(cause instanceof IOException) && !(cause instanceof IllegalStateException)) {
      LOG.error("Something unforeseen happened.", cause);
    }
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    onFailure.accept("Member " + config.name() + " stops because " + what + " failed: " + message);
  }

  /**
   * Takes everything apart; orderly means with a handover of the lead, and with a last flush of the
   * state.
   */
  void stop(boolean orderly) {
    try {
      if (orderly) {
        handOver();
      }
      core.stop();
      network.close();
      fetcher.close();
      source.close();
      apply.stop();
      housekeeper.stop();
      if (orderly) {
        machine.flush();
        registers.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn(
          "The state could not be made durable at the end; the journal has what is missing: {}",
          e.getMessage());
    }
    journal.close();
    stopped.countDown();
    core.failAll();
    registers.close();
    machine.close();
    try {
      directory.close();
    } catch (IOException e) {
      LOG.debug("The data directory was not closed properly.", e);
    }
  }

  private void handOver() {
    List<MemberId> others = network.connected();
    long deadline = now() + config.settings().electionMillis();
    for (int i = 0; core.view().leading() && !others.isEmpty() && now() < deadline; i++) {
      core.put(new Input.HandOver<>(others.get(i % others.size())));
      long until = now() + config.settings().heartbeatMillis();
      while (core.view().leading() && now() < until) {
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class FromPeers implements Network.Listener {
    @Override
    public void received(MemberId from, List<Message> messages) {
      core().put(new Input.Received<>(from, messages));
    }

    @Override
    public void disconnected(MemberId member) {
      core().put(new Input.Disconnected<>(member));
    }
  }

  private final class FromJournal implements JournalListener {
    @Override
    public void durable(long record) {
      core().put(new Input.Durable<>(record));
    }

    @Override
    public void full(boolean full) {
      pressure().journalFull(full);
    }

    @Override
    public void failed(String sentence) {
      onFailure.accept(sentence);
    }
  }

  private final class FromRegisters implements RegisterKeeper.Listener {
    @Override
    public void loaded(List<RegisterEvent.Loaded> found) {
      core().put(new Input.Loaded<>(found));
    }

    @Override
    public void failed(Throwable cause) {
      broke("keeping registers", cause);
    }
  }
}
