package io.synod.bench.scenario;

import io.netty.buffer.ByteBuf;
import io.synod.bench.load.Connections;
import io.synod.bench.load.GrpcConnection;
import io.synod.bench.load.GrpcMethod;
import io.synod.bench.load.GrpcStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Many watches of the same, dealt out to connections with one stream each. Every event is looked
 * at: a watch must have revisions in their order, each once.
 */
final class Watchers {
  private static final long LONGEST_NANOS = 1_000_000_000_000L;
  private static final long LOOK_MILLIS = 20;

  /** Hears of deletes, on the generator's thread. */
  @FunctionalInterface
  interface Deletes {
    /** A key is deleted whose number this is. */
    void deleted(long number);
  }

  /**
   * What they have heard.
   *
   * @param created how many watches there are
   * @param events how many events came, to all together
   * @param counts how many came to each watch that is not over
   * @param cancelled how many watches were told that they are over, for want of what was compacted
   * @param lastAt when the last event came
   */
  record Heard(int created, long events, List<Long> counts, int cancelled, long lastAt) {
    /** How many watches have fewer events than that. */
    long lacking(long howMany) {
      return counts.stream().filter(count -> count < howMany).count();
    }
  }

  private final Connections connections;
  private final Deletes deletes;
  private final List<Stream> streams = new ArrayList<>();
  private final Histogram times = new Histogram(LONGEST_NANOS, 3);
  private @Nullable LongUnaryOperator due;
  private long firstTimed = Long.MAX_VALUE;
  private @Nullable String fault;
  private long events;
  private long lastAt;
  private int created;
  private int cancelled;

  /**
   * Asks for watches.
   *
   * @param howMany watches in all
   * @param request of each
   */
  Watchers(Connections connections, int howMany, byte[] request)
      throws IOException, InterruptedException {
    this(connections, howMany, request, _ -> {});
  }

  /** The same, with somebody who hears of deletes. */
  Watchers(Connections connections, int howMany, byte[] request, Deletes deletes)
      throws IOException, InterruptedException {
    this.connections = connections;
    this.deletes = deletes;
    boolean _ =
        connections.onLoop(() -> {
          List<GrpcConnection> all = connections.all();
          for (int i = 0; i < all.size(); i++) {
            int share = howMany * (i + 1) / all.size() - howMany * i / all.size();
            Stream stream = new Stream(share);
            streams.add(stream);
            all.get(i).open(GrpcMethod.WATCH, stream);
            for (int watch = 0; watch < share; watch++) {
              stream.send(request);
            }
          }
          return true;
        });
  }

  /** One stream with its watches, whose ids are numbers from 0 on. */
  private final class Stream extends GrpcStream implements WatchReader.Listener {
    private final WatchReader reader = new WatchReader(this);
    private final long[] revisions;
    private final long[] counts;
    private final boolean[] over;

    Stream(int watches) {
      revisions = new long[watches];
      counts = new long[watches];
      over = new boolean[watches];
    }

    @Override
    protected void message(ByteBuf in, int end) {
      reader.read(in, end);
    }

    @Override
    public void created(int watch) {
      created++;
    }

    @Override
    public void cancelled(int watch, long compacted) {
      over[watch] = true;
      if (compacted == 0) {
        fail("a watch was cancelled without a reason");
      } else {
        cancelled++;
      }
    }

    @Override
    public void event(int watch, long revision, boolean deleted, long number) {
      if (revision <= revisions[watch] || over[watch]) {
        fail("a watch heard of revision " + revision + " after " + revisions[watch]);
      }
      revisions[watch] = revision;
      counts[watch]++;
      events++;
      lastAt = System.nanoTime();
      if (deleted) {
        deletes.deleted(number);
      } else if (due != null && number >= firstTimed) {
        times.recordValue(Math.clamp(lastAt - due.applyAsLong(number), 0, LONGEST_NANOS));
      }
    }

    @Override
    protected void over(String why) {
      fail(why);
    }
  }

  private void fail(String why) {
    if (fault == null) {
      fault = why;
    }
  }

  /**
   * From now on, takes the time of events.
   *
   * @param due when the put of a number was due
   * @param from the first number that counts
   */
  void time(LongUnaryOperator due, long from) throws IOException, InterruptedException {
    boolean _ =
        connections.onLoop(() -> {
          this.due = due;
          firstTimed = from;
          return true;
        });
  }

  /** The times so far, of which none are left. */
  Histogram takeTimes() throws IOException, InterruptedException {
    return connections.onLoop(() -> {
      Histogram taken = times.copy();
      times.reset();
      return taken;
    });
  }

  /** Has all streams take what comes, or take no more than their windows hold. */
  void read(boolean does) throws IOException, InterruptedException {
    boolean _ =
        connections.onLoop(() -> {
          streams.forEach(stream -> stream.reads(does));
          return true;
        });
  }

  Heard heard() throws IOException, InterruptedException {
    Heard heard =
        connections.onLoop(() -> {
          List<Long> counts = new ArrayList<>();
          for (Stream stream : streams) {
            for (int i = 0; i < stream.counts.length; i++) {
              if (!stream.over[i]) {
                counts.add(stream.counts[i]);
              }
            }
          }
          return new Heard(created, events, counts, cancelled, lastAt);
        });
    if (fault != null) {
      throw new IOException(fault);
    }
    return heard;
  }

  /** Waits until there are so many. */
  void awaitCreated(int howMany) throws IOException, InterruptedException {
    Heard heard = heard();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (heard.created < howMany) {
      if (System.nanoTime() > deadline) {
        throw new IOException("only %d of %d watches are there".formatted(heard.created, howMany));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      heard = heard();
    }
  }

  /**
   * Waits until each has so many events, or is over.
   *
   * @return what was heard by then, or when the patience ended
   */
  Heard awaitEach(long howMany, double patienceSeconds) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + (long) (patienceSeconds * 1e9);
    Heard heard = heard();
    while (heard.lacking(howMany) > 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      heard = heard();
    }
    return heard;
  }
}
