package io.synod.bench;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.synod.bench.cluster.Cluster;
import io.synod.bench.cluster.ProcessCost;
import io.synod.bench.load.LoadGenerator;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.ProposeRequest;
import io.synod.server.wire.ProposeResponse;
import io.synod.server.wire.RegistersGrpc;
import io.synod.store.wire.PutRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command behind {@code bench/registers}. */
@Command(
    name = "registers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures registers: what the death of a member costs the next writes, beside the log in"
            + " the same run; how many rounds duels take; and what many registers cost in memory.")
final class RegisterFigures implements Callable<Integer> {
  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "In how many clusters the leader is killed (default: ${DEFAULT-VALUE}).")
  private int kills = 5;

  @Option(
      names = "--duels",
      paramLabel = "N",
      description = "How many duels of each size (default: ${DEFAULT-VALUE}).")
  private int duels = 300;

  @Option(
      names = "--registers",
      paramLabel = "N",
      description = "How many registers to write for the memory (default: ${DEFAULT-VALUE}).")
  private int registers = 1_000_000;

  @Mixin private final Place place = new Place();

  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  private RegisterFigures() {}

  @Override
  public Integer call() throws Exception {
    if (kills > 0) {
      killLeaders();
    }
    if (duels > 0 || registers > 0) {
      try (LoadGenerator generator = new LoadGenerator();
          Cluster cluster = start(generator);
          Members members = new Members(cluster.clientAddresses())) {
        warmUp(members);
        for (int writers : duels > 0 ? new int[] {2, 5, 16} : new int[0]) {
          duel(members, writers);
        }
        if (registers > 0) {
          many(cluster, members);
        }
      }
    }
    return 0;
  }

  private Cluster start(LoadGenerator generator) throws IOException, InterruptedException {
    return Cluster.start(place.synod(), place.data(), place.port(), generator);
  }

  /** Channels to members. */
  private static final class Members implements AutoCloseable {
    private final List<ManagedChannel> channels = new ArrayList<>();

    Members(List<InetSocketAddress> addresses) {
      for (InetSocketAddress address : addresses) {
        channels.add(NettyChannelBuilder.forAddress(address).usePlaintext().build());
      }
    }

    int size() {
      return channels.size();
    }

    RegistersGrpc.RegistersBlockingStub registers(int member) {
      return RegistersGrpc.newBlockingStub(channels.get(member % size()));
    }

    RegistersGrpc.RegistersFutureStub futures(int member) {
      return RegistersGrpc.newFutureStub(channels.get(member % size()));
    }

    KVGrpc.KVBlockingStub log(int member) {
      return KVGrpc.newBlockingStub(channels.get(member % size()));
    }

    @Override
    public void close() {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private static ProposeRequest proposal(String name, String value) {
    return ProposeRequest.newBuilder()
        .setName(name)
        .setValue(ByteString.copyFromUtf8(value))
        .build();
  }

  private static PutRequest put(String key) {
    return PutRequest.newBuilder()
        .setKey(ByteString.copyFromUtf8(key))
        .setValue(ByteString.copyFromUtf8("x".repeat(100)))
        .build();
  }

  private static void warmUp(Members members) {
    for (int i = 0; i < 4_000; i++) {
      var _ = members.registers(i).propose(proposal("warm " + i, "x"));
      var _ = members.log(i).put(put("warm " + i));
    }
  }

  /** One write: when it began, and how long it took, in nanoseconds. */
  private record Took(long began, long nanos) {}

  private void killLeaders() throws Exception {
    Histogram[] before = {new Histogram(3), new Histogram(3)};
    Histogram[] after = {new Histogram(3), new Histogram(3)};
    Histogram[] worst = {new Histogram(3), new Histogram(3)};
    for (int i = 0; i < kills; i++) {
      try (LoadGenerator generator = new LoadGenerator();
          Cluster cluster = start(generator)) {
        InetSocketAddress leader = cluster.leader(generator);
        List<InetSocketAddress> others = new ArrayList<>(cluster.clientAddresses());
        others.remove(leader);
        try (Members members = new Members(others)) {
          warmUp(members);
          kill(cluster.pid(leader), members, before, after, worst);
        }
      }
    }
    out.printf(
        "%d clusters of three; the log's leader is killed with SIGKILL, four clients of each kind"
            + " write%n",
        kills);
    out.println("through the other two, one write after the other; milliseconds");
    out.printf("%-38s %8s %8s %8s %8s%n", "", "writes", "p50", "p99", "max");
    print("registers, 3 s before the kill", before[0]);
    print("registers, 3 s from the kill on", after[0]);
    print("registers, each client's first answer", worst[0]);
    print("log, 3 s before the kill", before[1]);
    print("log, 3 s from the kill on", after[1]);
    print("log, each client's first answer", worst[1]);
  }

  private void print(String what, Histogram nanos) {
    out.printf(
        Locale.ROOT,
        "%-38s %8d %8.2f %8.2f %8.2f%n",
        what,
        nanos.getTotalCount(),
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getMaxValue() / 1e6);
  }

  private static void kill(
      long pid, Members members, Histogram[] before, Histogram[] after, Histogram[] worst)
      throws Exception {
    int clients = 4;
    AtomicLong over = new AtomicLong(Long.MAX_VALUE);
    List<List<ConcurrentLinkedQueue<Took>>> took = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int kind = 0; kind < 2; kind++) {
      List<ConcurrentLinkedQueue<Took>> ofKind = new ArrayList<>();
      took.add(ofKind);
      for (int client = 0; client < clients; client++) {
        ConcurrentLinkedQueue<Took> mine = new ConcurrentLinkedQueue<>();
        ofKind.add(mine);
        boolean isLog = kind == 1;
        int id = client;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int n = 0; System.nanoTime() < over.get(); n++) {
                    long began = System.nanoTime();
                    if (isLog) {
                      var _ = members.log(id).put(put("c" + id + "/" + n % 1_000));
                    } else {
                      var _ = members.registers(id).propose(proposal("c" + id + "/" + n, "v"));
                    }
                    mine.add(new Took(began, System.nanoTime() - began));
                  }
                }));
      }
    }
    TimeUnit.SECONDS.sleep(3);
    long killed = System.nanoTime();
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    over.set(killed + TimeUnit.SECONDS.toNanos(3));
    for (Thread thread : threads) {
      thread.join();
    }
    for (int kind = 0; kind < 2; kind++) {
      for (ConcurrentLinkedQueue<Took> client : took.get(kind)) {
        boolean first = true;
        for (Took write : client) {
          boolean isAfter = write.began() + write.nanos() > killed;
          (isAfter ? after : before)[kind].recordValue(write.nanos());
          if (isAfter && first) {
            first = false;
            worst[kind].recordValue(write.nanos());
          }
        }
      }
    }
  }

  private void duel(Members members, int writers) throws Exception {
    ConcurrentLinkedQueue<Integer> rounds = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Integer> winners = new ConcurrentLinkedQueue<>();
    Histogram nanos = new Histogram(3);
    CyclicBarrier together = new CyclicBarrier(writers);
    CountDownLatch done = new CountDownLatch(writers);
    for (int w = 0; w < writers; w++) {
      int writer = w;
      Thread.ofPlatform()
          .start(() -> {
            try {
              for (int n = 0; n < duels; n++) {
                ProposeRequest request =
                    proposal("duel of " + writers + " " + n, "writer " + writer);
                int _ = together.await();
                long began = System.nanoTime();
                ProposeResponse response = members.registers(writer).propose(request);
                synchronized (nanos) {
                  nanos.recordValue(System.nanoTime() - began);
                }
                rounds.add(response.getRounds());
                if (response.getOwn()) {
                  winners.add(response.getRounds());
                }
              }
            } catch (Exception e) {
              out.println("a duel failed: " + e);
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
    out.printf(
        Locale.ROOT,
        "duels of %d writers on three members, %d times: %d winners; rounds of a member: p50 %d,"
            + " p99 %d, max %d; of the winner's: p50 %d, max %d; a writer's answer after p50 %.2f,"
            + " p99 %.2f, max %.2f ms%n",
        writers,
        duels,
        winners.size(),
        at(rounds, 50),
        at(rounds, 99),
        at(rounds, 100),
        at(winners, 50),
        at(winners, 100),
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getMaxValue() / 1e6);
  }

  private static int at(Iterable<Integer> values, int percent) {
    List<Integer> sorted = new ArrayList<>();
    values.forEach(sorted::add);
    sorted.sort(null);
    return sorted.isEmpty()
        ? 0
        : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private void many(Cluster cluster, Members members) throws Exception {
    Semaphore inFlight = new Semaphore(500);
    AtomicLong failed = new AtomicLong();
    String value = "x".repeat(100);
    long began = System.nanoTime();
    for (int i = 0; i < registers; i++) {
      inFlight.acquire();
      var future = members.futures(i).propose(proposal("register/%09d".formatted(i), value));
      future.addListener(
          () -> {
            inFlight.release();
            if (future.state() != java.util.concurrent.Future.State.SUCCESS) {
              failed.incrementAndGet();
            }
          },
          Runnable::run);
    }
    inFlight.acquire(500);
    double seconds = (System.nanoTime() - began) / 1e9;
    ProcessCost cost = ProcessCost.of(cluster.pids());
    out.printf(
        Locale.ROOT,
        "%,d registers of 100 bytes in %.0f s (%,.0f/s), %d failed; resident memory of a member at"
            + " most %.0f MiB at the end, %.0f at its peak%n",
        registers,
        seconds,
        registers / seconds,
        failed.get(),
        cost.residentMiB(),
        cost.peakMiB());
  }
}
