package io.synod.bench.cluster;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.synod.bench.load.Call;
import io.synod.bench.load.GrpcMethod;
import io.synod.bench.load.LoadGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three members of one system on loopback, each a process, with data directories that live as long
 * as this object: closing it ends the processes and removes the directories.
 */
public final class Cluster implements AutoCloseable {
  private static final int MEMBERS = 3;
  private static final int PORTS_PER_MEMBER = 2;
  private static final long START_SECONDS = 30;
  private static final long STOP_SECONDS = 5;
  private static final Call STATUS = new Call(GrpcMethod.STATUS, new byte[0], 0);

  private final Contender contender;
  private final Path directory;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  private Cluster(Contender contender, Path directory, int port) {
    this.contender = contender;
    this.directory = directory;
    this.port = port;
  }

  /**
   * Starts three members and waits until they have one leader.
   *
   * @param contender the system
   * @param parent where to make the data directories
   * @param port the first of six ports: members take two each, for clients and for peers
   * @param generator asks the members how they are
   * @throws IOException if they do not start; what they said is in the message
   */
  public static Cluster start(Contender contender, Path parent, int port, LoadGenerator generator)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(parent, "synod-bench-");
    Cluster cluster = new Cluster(contender, directory, port);
    Runtime.getRuntime().addShutdownHook(cluster.cleanUp);
    try {
      for (int i = 0; i < MEMBERS; i++) {
        cluster.processes.add(cluster.startMember(i));
      }
      cluster.awaitLeader(generator);
      return cluster;
    } catch (IOException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  private final Thread cleanUp = new Thread(this::endAndRemove, "clean-up");

  /** Returns where each member serves clients. */
  public List<InetSocketAddress> clientAddresses() {
    return IntStream.range(0, MEMBERS)
        .mapToObj(i -> new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort(i)))
        .toList();
  }

  /** Returns the members' processes, with those that they started, in the members' order. */
  public List<Long> pids() {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process.toHandle()), process.descendants()))
        .map(ProcessHandle::pid)
        .toList();
  }

  /**
   * Returns the process of one member.
   *
   * @param address where it serves clients, one of {@link #clientAddresses}
   */
  public long pid(InetSocketAddress address) {
    Process process = processes.get((address.getPort() - port) / PORTS_PER_MEMBER);
    return process.descendants().findFirst().map(ProcessHandle::pid).orElse(process.pid());
  }

  /**
   * Returns where the leader serves clients.
   *
   * @throws IOException if no member says that it leads
   */
  public InetSocketAddress leader(LoadGenerator generator)
      throws IOException, InterruptedException {
    for (InetSocketAddress address : clientAddresses()) {
      Status status = Status.parse(generator.ask(address, STATUS));
      if (status.leader != 0 && status.leader == status.member) {
        return address;
      }
    }
    throw new IOException("no member of " + contender.name() + " says that it is the leader");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    } catch (IllegalStateException shuttingDown) {
      return; // by Ctrl-C: then the hook is at it already
    }
    endAndRemove();
  }

  private Process startMember(int i) throws IOException {
    String name = memberName(i);
    Path data = directory.resolve(name);
    List<String> command = new ArrayList<>(contender.command());
    String client = "http://127.0.0.1:" + clientPort(i);
    String peers =
        IntStream.range(0, MEMBERS)
            .mapToObj(m -> memberName(m) + "=" + peerUrl(m))
            .collect(Collectors.joining(","));
    command.addAll(List.of("--name", name, "--data-dir", data.toString()));
    command.addAll(List.of("--listen-client-urls", client, "--advertise-client-urls", client));
    command.addAll(List.of("--listen-peer-urls", peerUrl(i)));
    command.addAll(List.of("--initial-advertise-peer-urls", peerUrl(i)));
    command.addAll(List.of("--initial-cluster", peers));
    command.addAll(List.of("--initial-cluster-token", "synod-bench"));
    command.addAll(List.of("--initial-cluster-state", "new"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log(i).toFile())
        .start();
  }

  private void awaitLeader(LoadGenerator generator) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try {
        boolean all = true;
        for (InetSocketAddress address : clientAddresses()) {
          all &= Status.parse(generator.ask(address, STATUS)).leader != 0;
        }
        if (all) {
          return;
        }
      } catch (IOException notYet) {
        refuseDead();
        if (System.nanoTime() > deadline) {
          throw new IOException(
              contender.name() + " does not serve: " + notYet.getMessage() + lastWords(0), notYet);
        }
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void refuseDead() throws IOException {
    for (int i = 0; i < processes.size(); i++) {
      if (!processes.get(i).isAlive()) {
        throw new IOException(
            "a member of "
                + contender.name()
                + " ended with status "
                + processes.get(i).exitValue()
                + lastWords(i));
      }
    }
  }

  private String lastWords(int i) throws IOException {
    List<String> lines = Files.readAllLines(log(i));
    return "; its last words:\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private void endAndRemove() {
    processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroy));
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("cannot remove " + directory + ": " + e.getMessage());
    }
  }

  private static String memberName(int i) {
    return "m" + (i + 1);
  }

  private int clientPort(int i) {
    return port + i * PORTS_PER_MEMBER;
  }

  private String peerUrl(int i) {
    return "http://127.0.0.1:" + (clientPort(i) + 1);
  }

  private Path log(int i) {
    return directory.resolve(memberName(i) + ".log");
  }

  private record Status(long member, long leader) {
    private static final int HEADER = 1;
    private static final int HEADER_MEMBER = 2;
    private static final int LEADER = 4;

    static Status parse(byte[] answer) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(answer);
      long member = 0;
      long leader = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case HEADER -> member = field(in.readByteArray(), HEADER_MEMBER);
          case LEADER -> leader = in.readUInt64();
          default -> in.skipField(tag);
        }
      }
      return new Status(member, leader);
    }

    private static long field(byte[] message, int number) throws IOException {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == number) {
          return in.readUInt64();
        }
        in.skipField(tag);
      }
      return 0;
    }
  }
}
