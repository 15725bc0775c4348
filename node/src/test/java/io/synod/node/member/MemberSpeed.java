package io.synod.node.member;

import static java.util.Objects.requireNonNull;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.node.Failure;
import io.synod.node.apply.DurableMachine;
import io.synod.node.requests.Reply;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the members alone cost, without a store and an API: three of them in this process with an
 * empty state machine. A program, not a test: {@code MemberSpeed [directory] [seconds] [in
 * flight]}.
 */
final class MemberSpeed {

  private MemberSpeed() {}

  private static final class Nothing implements DurableMachine<Boolean> {
    private volatile long slot;
    private final Map<String, Bytes> notes = new HashMap<>();

    @Override
    public long durableSlot() {
      return 0;
    }

    @Override
    public Map<String, Bytes> notes() {
      return Map.of();
    }

    @Override
    public @Nullable Boolean apply(Bytes command, boolean wanted) {
      return true;
    }

    @Override
    public void commit(long upTo, Map<String, Bytes> changed) {
      slot = upTo;
      notes.putAll(changed);
    }

    @Override
    public long flush() {
      return slot;
    }

    @Override
    public void checkpoint(Path directory) {}

    @Override
    public void restore(Path directory) {}

    @Override
    public void close() {}
  }

  /** Keeps so many proposals or reads in flight, each begun when one before it is answered. */
  private static final class Load implements Reply<Boolean> {
    final RunningMember<Boolean> member;
    final ExecutorService loop;
    final Bytes command = Bytes.wrap(new byte[280]);
    final AtomicInteger left;
    final CountDownLatch done;
    final boolean reads;

    Load(
        RunningMember<Boolean> member,
        ExecutorService loop,
        int inFlight,
        int count,
        boolean reads) {
      this.member = member;
      this.loop = loop;
      this.left = new AtomicInteger(count);
      this.done = new CountDownLatch(count + inFlight);
      this.reads = reads;
    }

    void next() {
      if (left.getAndDecrement() <= 0) {
        done.countDown();
      } else if (reads) {
        member.read(
            loop,
            new Reply<>() {
              @Override
              public void done(Long slot) {
                Load.this.done(true);
              }

              @Override
              public void failed(Failure failure) {
                Load.this.failed(failure);
              }
            });
      } else {
        member.propose(command, loop, this);
      }
    }

    @Override
    public void done(Boolean result) {
      done.countDown();
      next();
    }

    @Override
    public void failed(Failure failure) {
      throw new IllegalStateException(failure.name());
    }
  }

  public static void main(String[] args) throws Exception {
    Path directory = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("member-speed");
    int inFlight = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 6;
    Map<MemberId, InetSocketAddress> peers = new HashMap<>();
    for (int i = 1; i <= 3; i++) {
      peers.put(
          new MemberId(i), new InetSocketAddress(InetAddress.getLoopbackAddress(), 24_000 + i));
    }
    List<RunningMember<Boolean>> members = new ArrayList<>();
    ExecutorService loop = Executors.newSingleThreadExecutor();
    for (int i = 1; i <= 3; i++) {
      MemberId id = new MemberId(i);
      MemberPlan config =
          new MemberPlan(
              1,
              id,
              "m" + i,
              directory.resolve("m" + i),
              requireNonNull(peers.get(id)),
              peers,
              Settings.DEFAULT,
              30_000);
      members.add(RunningMember.start(config, (DurableMachine.Opener<Boolean>) _ -> new Nothing()));
    }
    try {
      for (int round = 1; round <= rounds; round++) {
        for (RunningMember<Boolean> member : members) {
          boolean leads = member.status().leader().equals(Optional.of(member.status().id()));
          String where = leads ? "leader  " : "follower";
          measure(where + " puts ", new Load(member, loop, inFlight, 100_000, false), inFlight);
          measure(where + " reads", new Load(member, loop, inFlight, 100_000, true), inFlight);
          latency(where, member, loop);
        }
      }
    } finally {
      members.parallelStream().forEach(RunningMember::close);
      loop.shutdown();
    }
  }

  private static void measure(String what, Load load, int inFlight) throws InterruptedException {
    int count = load.left.get();
    long cpu = cpuNanos();
    long began = System.nanoTime();
    for (int i = 0; i < inFlight; i++) {
      load.loop.execute(load::next);
    }
    load.done.await();
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%s, %d in flight: %,.0f/s, %.1f us CPU each in the whole process%n",
        what, inFlight, count / seconds, (cpuNanos() - cpu) / 1e3 / count);
  }

  private static void latency(String where, RunningMember<Boolean> member, ExecutorService loop)
      throws InterruptedException {
    long[] nanos = new long[500];
    for (int i = 0; i < nanos.length; i++) {
      Load one = new Load(member, loop, 1, 1, false);
      long began = System.nanoTime();
      one.next();
      one.done.await();
      nanos[i] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    System.out.printf(
        "%s puts , 1 in flight: p50 %d us, p99 %d us%n",
        where, nanos[250] / 1_000, nanos[495] / 1_000);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
