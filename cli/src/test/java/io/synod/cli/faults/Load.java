package io.synod.cli.faults;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writers that write through all members at once, each to keys of its own, and remember what was
 * acknowledged. A key's numbers only grow. After a write without an answer its key is not written
 * again: that write may still take effect, and would then rightly replace a later one.
 */
final class Load implements AutoCloseable {
  private static final String PREFIX = "load/";
  private static final int WRITES_PER_KEY = 5;
  private static final long DEADLINE_SECONDS = 10;
  private static final long PAUSE_MILLIS = 20;

  /** What is known of a key. */
  private static final class Written {
    private volatile long attempted;
    private volatile long acknowledged;
  }

  private final Map<String, Written> written = new ConcurrentHashMap<>();
  private final Map<Node, Connection> connections = new ConcurrentHashMap<>();
  private final List<Node> nodes;
  private final ScheduledExecutorService pauses = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch ended;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Long> firstAfterMark = new AtomicReference<>(0L);
  private final int padding;
  private final long paceMillis;
  private volatile long mark = System.nanoTime();
  private volatile boolean stopped;

  /** Begins to write numbers with so many bytes of padding, each writer as fast as it can. */
  Load(Cluster cluster, int writers, int padding) {
    this(cluster, writers, padding, 0);
  }

  /** The same with a pause after each write, which leaves the processors to the members. */
  Load(Cluster cluster, int writers, int padding, long paceMillis) {
    this.paceMillis = paceMillis;
    this.nodes = cluster.nodes();
    this.padding = padding;
    this.ended = new CountDownLatch(writers);
    for (int i = 0; i < writers; i++) {
      new Writer(i).next();
    }
  }

  private Connection connection(Node node) {
    return connections.computeIfAbsent(node, it -> new Connection(it, DEADLINE_SECONDS));
  }

  private final class Writer implements Runnable {
    private final int id;
    private int at;
    private int keys;
    private String key = "";
    private Written current = new Written();

    Writer(int id) {
      this.id = id;
      this.at = id;
      newKey();
    }

    private void newKey() {
      key = PREFIX + id + "/" + keys++;
      current = new Written();
    }

    @Override
    public void run() {
      next();
    }

    void next() {
      if (stopped) {
        ended.countDown();
        return;
      }
      if (current.attempted == WRITES_PER_KEY) {
        newKey();
      }
      long number = current.attempted + 1;
      current.attempted = number;
      written.put(key, current);
      connection(nodes.get(at % nodes.size()))
          .put(key, value(number), new Answer(this, current, number));
    }

    void failed() {
      if (stopped) {
        ended.countDown();
        return;
      }
      newKey();
      at++;
      connection(nodes.get(at % nodes.size())).connectAgain();
      var _ = pauses.schedule(this, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private final class Answer implements StreamObserver<PutResponse> {
    private final Writer writer;
    private final Written key;
    private final long number;
    private final long begun = System.nanoTime();

    Answer(Writer writer, Written key, long number) {
      this.writer = writer;
      this.key = key;
      this.number = number;
    }

    @Override
    public void onNext(PutResponse response) {
      // It counts once the call has ended well.
    }

    @Override
    public void onError(Throwable failure) {
      writer.failed();
    }

    @Override
    public void onCompleted() {
      key.acknowledged = number;
      acknowledged.incrementAndGet();
      if (begun - mark >= 0) {
        firstAfterMark.compareAndSet(null, System.nanoTime() - mark);
      }
      if (paceMillis == 0 || stopped) {
        writer.next();
      } else {
        var _ = pauses.schedule(writer, paceMillis, TimeUnit.MILLISECONDS);
      }
    }
  }

  private ByteString value(long number) {
    return ByteString.copyFromUtf8(number + " " + "x".repeat(padding));
  }

  private static long number(KeyValue pair) {
    String text = pair.getValue().toStringUtf8();
    return Long.parseLong(text.substring(0, text.indexOf(' ')));
  }

  long acknowledged() {
    return acknowledged.get();
  }

  /** Waits for more writes to be acknowledged. */
  void awaitMore(long count) throws InterruptedException {
    long goal = acknowledged() + count;
    Await.until(count + " more writes are acknowledged", () -> acknowledged() >= goal);
  }

  /** From now on, waits for the first write that begins. */
  void mark() {
    mark = System.nanoTime();
    firstAfterMark.set(null);
  }

  /** Nanoseconds from the mark until a write that began after it was acknowledged. */
  long awaitFirstAfterMark() throws InterruptedException {
    Await.until("a write is acknowledged", () -> firstAfterMark.get() != null);
    return Objects.requireNonNull(firstAfterMark.get());
  }

  /** Checks, by a linearizable read through a member, all that was acknowledged before. */
  void check(Node through) throws InterruptedException {
    Map<String, Long> before = new HashMap<>();
    written.forEach((key, state) -> before.put(key, state.acknowledged));
    AtomicReference<@Nullable RangeResponse> answer = new AtomicReference<>();
    Await.until(
        "a linearizable read through " + through.name() + " is answered",
        () -> {
          answer.set(connection(through).prefix(PREFIX, false));
          return true;
        });
    Map<String, Long> found = new HashMap<>();
    Objects.requireNonNull(answer.get())
        .getKvsList()
        .forEach(pair -> found.put(pair.getKey().toStringUtf8(), number(pair)));
    List<String> wrong = new ArrayList<>();
    before.forEach((key, least) -> {
      if (found.getOrDefault(key, 0L) < least) {
        wrong.add(key + " is " + found.get(key) + " after " + least + " was acknowledged");
      }
    });
    found.forEach((key, number) -> {
      Written state = written.get(key);
      if (state == null || number > state.attempted) {
        wrong.add(key + " is " + number + ", which nobody has written");
      }
    });
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "A linearizable read through %s: %d of %d keys are wrong: %s"
              .formatted(
                  through.name(),
                  wrong.size(),
                  before.size(),
                  wrong.subList(0, Math.min(10, wrong.size()))));
    }
  }

  /** Lets every writer finish its last write. */
  void stop() throws InterruptedException {
    stopped = true;
    ended.await();
  }

  @Override
  public void close() {
    stopped = true;
    connections.values().forEach(Connection::close);
    pauses.shutdownNow();
  }
}
