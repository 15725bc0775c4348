package io.synod.node.member;

import static java.util.Objects.requireNonNull;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.node.Failure;
import io.synod.node.StartException;
import io.synod.node.journal.JournalOptions;
import io.synod.node.requests.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Members in this process, on loopback, with {@link LedgerMachine}s. */
final class LocalCluster implements AutoCloseable {

  static final Settings SETTINGS =
      new Settings(20, 200, 64, 16 << 20, 1024, 1 << 20, 20_000, 64 << 20, 1 << 20);

  private final Path directory;
  private final Ports ports;
  private final Settings settings;
  private final long flushSlots;
  private final Map<MemberId, InetSocketAddress> addresses = new TreeMap<>();
  private final Map<Integer, RunningMember<String>> members = new TreeMap<>();
  private final Map<Integer, LedgerMachine> machines = new TreeMap<>();

  LocalCluster(Path directory, int size, Settings settings, long flushSlots) throws IOException {
    this(directory, size, settings, flushSlots, Ports.real());
  }

  LocalCluster(Path directory, int size, Settings settings, long flushSlots, Ports ports)
      throws IOException {
    this.ports = ports;
    this.directory = directory;
    this.settings = settings;
    this.flushSlots = flushSlots;
    List<ServerSocket> held = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      addresses.put(
          new MemberId(i),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
  }

  MemberPlan config(int i) {
    MemberId id = new MemberId(i);
    return new MemberPlan(
        42,
        id,
        "m" + i,
        directory.resolve("m" + i),
        requireNonNull(addresses.get(id)),
        addresses,
        settings,
        20_000,
        MemberPlan.FLUSH_BYTES,
        flushSlots,
        JournalOptions.DEFAULT);
  }

  void start(int i) throws StartException {
    members.put(
        i,
        RunningMember.start(
            config(i),
            ports,
            state -> {
              LedgerMachine machine = new LedgerMachine(state);
              machines.put(i, machine);
              return machine;
            }));
  }

  void startAll() throws StartException {
    for (int i = 1; i <= addresses.size(); i++) {
      start(i);
    }
  }

  RunningMember<String> member(int i) {
    return requireNonNull(members.get(i));
  }

  LedgerMachine machine(int i) {
    return requireNonNull(machines.get(i));
  }

  /** Ends a member without handover and flush. */
  void kill(int i) throws Exception {
    RunningMember<String> member = requireNonNull(members.remove(i));
    CompletableFuture<String> stopped = new CompletableFuture<>();
    member.onStop(stopped::complete);
    member.fail("killed");
    stopped.get(30, TimeUnit.SECONDS);
    member.close();
  }

  void close(int i) {
    requireNonNull(members.remove(i)).close();
  }

  CompletableFuture<String> propose(int i, String line) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    member(i)
        .propose(Bytes.wrap(line.getBytes(StandardCharsets.UTF_8)), Runnable::run, reply(answer));
    return answer;
  }

  CompletableFuture<Long> read(int i) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    member(i).read(Runnable::run, reply(answer));
    return answer;
  }

  static <T> Reply<T> reply(CompletableFuture<T> answer) {
    return new Reply<>() {
      @Override
      public void done(T result) {
        answer.complete(result);
      }

      @Override
      public void failed(Failure failure) {
        answer.completeExceptionally(new FailedException(failure));
      }
    };
  }

  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;
    final Failure failure;

    FailedException(Failure failure) {
      super(failure.name());
      this.failure = failure;
    }
  }

  int leader() {
    for (Map.Entry<Integer, RunningMember<String>> member : members.entrySet()) {
      MemberStatus status = member.getValue().status();
      if (status.leader().isPresent() && status.leader().get().equals(status.id())) {
        return member.getKey();
      }
    }
    return 0;
  }

  @Override
  public void close() {
    members.values().parallelStream().forEach(RunningMember::close);
  }
}
