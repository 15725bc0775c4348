package io.synod.bench.scenario;

import com.google.protobuf.CodedInputStream;
import io.netty.buffer.ByteBuf;
import io.synod.bench.load.Connections;
import io.synod.bench.load.GrpcConnection;
import io.synod.bench.load.GrpcMethod;
import io.synod.bench.load.GrpcStream;
import io.synod.store.wire.LeaseKeepAliveResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Keeps leases alive, each at its own moment of a round. Every other lease is renewed in two rounds
 * only. A lease that is renewed later in a round has a shorter time to live, by whole seconds, so
 * that all those end within one second.
 */
final class KeepAlives {
  private static final int LIMITED_ROUNDS = 2;
  private static final long LONGEST_NANOS = 100_000_000_000L;
  private static final long TICK_MILLIS = 2;

  private final Connections connections;
  private final List<Stream> streams = new ArrayList<>();
  private final int leases;
  private final int roundSeconds;
  private final int longestTtl;
  private final long began = System.nanoTime();
  private final long[] sent;
  private final Histogram times = new Histogram(LONGEST_NANOS, 3);
  private @Nullable String fault;
  private long next;
  private long answers;
  private long lost;

  KeepAlives(Connections connections, int leases, int roundSeconds, int longestTtl)
      throws IOException, InterruptedException {
    this.connections = connections;
    this.leases = leases;
    this.roundSeconds = roundSeconds;
    this.longestTtl = longestTtl;
    this.sent = new long[leases];
    boolean _ =
        connections.onLoop(() -> {
          for (GrpcConnection connection : connections.all()) {
            Stream stream = new Stream();
            streams.add(stream);
            connection.open(GrpcMethod.LEASE_KEEP_ALIVE, stream);
          }
          return true;
        });
    connections.every(TICK_MILLIS, this::tick);
  }

  /** The id of a lease. */
  static long id(int lease) {
    return 1_000_000L + lease;
  }

  /** The time to live of a lease in seconds. */
  static long ttl(int lease, int leases, int roundSeconds, int longest) {
    return longest - (long) lease * roundSeconds / leases;
  }

  private final class Stream extends GrpcStream {
    @Override
    protected void message(ByteBuf in, int end) {
      try {
        LeaseKeepAliveResponse answer =
            LeaseKeepAliveResponse.parseFrom(
                CodedInputStream.newInstance(
                    in.nioBuffer(in.readerIndex(), end - in.readerIndex())));
        answers++;
        if (answer.getTTL() <= 0) {
          lost++;
        }
        int lease = (int) (answer.getID() - id(0));
        times.recordValue(Math.min(System.nanoTime() - sent[lease], LONGEST_NANOS));
      } catch (IOException e) {
        over("an answer to a keep-alive is none: " + e.getMessage());
      }
    }

    @Override
    protected void over(String why) {
      if (fault == null) {
        fault = why;
      }
    }
  }

  private void tick() {
    long now = System.nanoTime();
    while (due(next) <= now) {
      int lease = (int) (next % leases);
      if (lease % 2 == 1 || next / leases < LIMITED_ROUNDS) {
        sent[lease] = System.nanoTime();
        streams.get(lease % streams.size()).send(Requests.keepAlive(id(lease)));
      }
      next++;
    }
  }

  private long due(long number) {
    return began + number * roundSeconds * 1_000_000_000L / leases;
  }

  /** When a lease that is not renewed any more should end, as {@link System#nanoTime} has it. */
  long endOf(int lease) {
    return due((long) (LIMITED_ROUNDS - 1) * leases + lease)
        + TimeUnit.SECONDS.toNanos(ttl(lease, leases, roundSeconds, longestTtl));
  }

  /** Waits until a round is over. */
  void awaitRound(int round) throws IOException, InterruptedException {
    TimeUnit.NANOSECONDS.sleep(due((long) round * leases) - System.nanoTime());
    refuseFault();
  }

  private void refuseFault() throws IOException, InterruptedException {
    String found = connections.onLoop(() -> fault == null ? "" : fault);
    if (!found.isEmpty()) {
      throw new IOException("leases are not kept alive: " + found);
    }
  }

  /** Notes how that goes. */
  void tell(Site site) throws IOException, InterruptedException {
    Histogram copy = connections.onLoop(times::copy);
    site.figure("keep-alives/s", 0, answers / ((System.nanoTime() - began) / 1e9));
    site.figure("keep-alives: p50, ms", 2, copy.getValueAtPercentile(50) / 1e6);
    site.figure("keep-alives: p99, ms", 2, copy.getValueAtPercentile(99) / 1e6);
  }

  /** How many answers said that there is no such lease. */
  long lost() throws IOException, InterruptedException {
    refuseFault();
    return connections.onLoop(() -> lost);
  }
}
