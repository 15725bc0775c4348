package io.synod.server;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.node.StartException;
import io.synod.node.journal.JournalOptions;
import io.synod.node.member.MemberPlan;
import io.synod.node.member.MemberStatus;
import io.synod.node.member.Ports;
import io.synod.node.member.RunningMember;
import io.synod.node.member.Survey;
import io.synod.node.registers.Registers;
import io.synod.node.requests.Reply;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import io.synod.store.registers.RocksRegisters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One member with its store and etcd's API before it. Any thread may call any method. */
public final class SynodServer implements AutoCloseable {

  private static final int REQUEST_MILLIS = 5_000;

  private final RunningMember<Outcome> member;
  private final EtcdStore store;
  private final FrontEnd frontEnd;

  private SynodServer(RunningMember<Outcome> member, EtcdStore store, FrontEnd frontEnd) {
    this.member = member;
    this.store = store;
    this.frontEnd = frontEnd;
  }

  /**
   * Starts a member and serves it. Returns when it listens, before there is a leader.
   *
   * @throws StartException if it cannot start, for a reason that the message tells people; nothing
   *     is left running
   */
  public static SynodServer start(ServerConfig config) throws StartException {
    return start(config, Ports.real());
  }

  /**
   * The same in a world of its own. Other members' messages and this one's time come through the
   * ports; clients, and the store's files, do not.
   */
  public static SynodServer start(ServerConfig config, Ports ports) throws StartException {
    Roster roster = Roster.of(config);
    checkDirectory(config);
    AtomicReference<EtcdStore> opened = new AtomicReference<>();
    RunningMember<Outcome> member =
        RunningMember.start(
            plan(config, roster),
            ports,
            directory -> {
              EtcdStore store = EtcdStore.open(directory);
              opened.set(store);
              return store;
            },
            RocksRegisters::open);
    try {
      FrontEnd frontEnd =
          FrontEnd.start(config, roster, engine(member), opened.get(), ports.clock());
      return new SynodServer(member, opened.get(), frontEnd);
    } catch (IOException | IllegalArgumentException e) {
      member.close();
      throw new StartException(
          "Cannot listen on %s (--listen-client-urls): %s; stop what uses it or choose another."
              .formatted(
                  config.listenClient().stream()
                      .map(URI::toString)
                      .collect(Collectors.joining(",")),
                  rootMessage(e)),
          e);
    } catch (RuntimeException e) {
      member.close();
      throw e;
    }
  }

  /**
   * Only who has been a member may come back to a cluster that runs: an empty disk has forgotten
   * its promises.
   */
  private static void checkDirectory(ServerConfig config) throws StartException {
    Path directory = config.dataDirectory();
    if (config.existing() && isEmpty(directory)) {
      throw new StartException(
          "--data-dir=%s is empty, and Synod cannot yet add a member to a running cluster; restore the directory, or start a new cluster with --initial-cluster-state=new."
              .formatted(directory));
    }
  }

  private static boolean isEmpty(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  private static MemberPlan plan(ServerConfig config, Roster roster) {
    Settings usual = Settings.DEFAULT;
    Settings settings =
        new Settings(
            config.heartbeatMillis(),
            config.electionMillis(),
            usual.windowSlots(),
            usual.windowBytes(),
            usual.batchCommands(),
            usual.batchBytes(),
            usual.pendingCommands(),
            usual.pendingBytes(),
            usual.logBytes());
    Map<MemberId, InetSocketAddress> peers =
        roster.members().stream()
            .collect(Collectors.toMap(Roster.Entry::id, entry -> address(entry.peer())));
    return new MemberPlan(
        roster.clusterId(),
        roster.self().id(),
        config.name(),
        config.dataDirectory(),
        address(config.listenPeer()),
        peers,
        settings,
        requestMillis(config.electionMillis()),
        MemberPlan.FLUSH_BYTES,
        config.flushSlots(),
        JournalOptions.DEFAULT);
  }

  /** As etcd: five seconds for the disks and the wire, and two elections. */
  static int requestMillis(int electionMillis) {
    return REQUEST_MILLIS + 2 * electionMillis;
  }

  private static InetSocketAddress address(URI url) {
    return new InetSocketAddress(url.getHost(), url.getPort());
  }

  private static Engine engine(RunningMember<Outcome> member) {
    return new Engine() {
      @Override
      public void propose(Bytes command, Executor executor, Reply<Outcome> reply) {
        member.propose(command, executor, reply);
      }

      @Override
      public void read(Executor executor, Reply<Long> reply) {
        member.read(executor, reply);
      }

      @Override
      public void handOver(MemberId to) {
        member.handOver(to);
      }

      @Override
      public Registers registers() {
        return member.registers();
      }

      @Override
      public MemberStatus status() {
        return member.status();
      }

      @Override
      public void survey(Consumer<Survey> to) {
        member.survey(to);
      }

      @Override
      public void onElection(Runnable listener) {
        member.onElection(listener);
      }
    };
  }

  private static String rootMessage(Throwable failure) {
    Throwable root =
        Stream.iterate(failure, Throwable::getCause)
            .takeWhile(cause -> cause != null)
            .reduce(failure, (earlier, later) -> later);
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }

  /** The port of the first client URL, which the system chose if that URL says 0. */
  public int port() {
    return frontEnd.port();
  }

  /** How the member stands. */
  public MemberStatus status() {
    return member.status();
  }

  /**
   * The members of which this one knows where clients find them. Each member tells the cluster when
   * it first starts, as soon as there is a leader; a list of members has no name and no client URL
   * of one that has not.
   */
  public Set<MemberId> announced() {
    return store.members().stream()
        .map(told -> new MemberId(told.getID()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Has a listener called, once, when the member stops: with a sentence that says why if it had to,
   * with an empty one if it was closed.
   */
  public void onStop(Consumer<String> reason) {
    member.onStop(reason);
  }

  /** Ends at once, as the death of the process would: nothing is handed over or made durable. */
  public void halt() {
    member.halt();
    frontEnd.close();
  }

  /** Stops to serve, then stops the member; what it holds is durable on return. */
  @Override
  public void close() {
    frontEnd.close();
    member.close();
  }
}
