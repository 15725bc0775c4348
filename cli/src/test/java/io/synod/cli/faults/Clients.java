package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.synod.cli.faults.history.History;
import io.synod.sim.history.KeyValue;
import io.synod.sim.history.Operation;
import io.synod.sim.history.Outcome;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.TxnResponse;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients that put, read linearizably, and compare and set, through all members and on the same few
 * keys, and write down what they saw. The keys change now and then, so that the history of each is
 * short enough to be checked whatever is lost.
 */
final class Clients implements AutoCloseable {
  private static final int KEYS = 4;
  private static final int OPERATIONS_PER_KEY = 60;

  /** More than any fault lasts: who asked a member that stands still gets its answer. */
  private static final long DEADLINE_SECONDS = 10;

  private final History history = new History();
  private final List<Node> nodes;
  private final Map<Node, Connection> connections = new ConcurrentHashMap<>();
  private final Map<String, String> lastSeen = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  /** Without what never reached a member, so that keys have histories whatever is down. */
  private final AtomicLong sent = new AtomicLong();

  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong values = new AtomicLong();
  private final long pauseMillis;

  /** Their keys are nobody else's. */
  private final UUID life = UUID.randomUUID();

  private volatile boolean stopped;
  private volatile @Nullable Throwable broken;

  /**
   * Begins.
   *
   * @param pauseMillis between two operations of a client, so that a long run can be checked
   */
  Clients(Cluster cluster, int count, long pauseMillis) {
    this.pauseMillis = pauseMillis;
    this.nodes = cluster.nodes();
    for (int i = 0; i < count; i++) {
      int id = i;
      threads.add(Thread.ofPlatform().name("client-" + id).start(() -> run(id)));
    }
  }

  private void run(int id) {
    int at = id;
    try {
      while (!stopped) {
        if (!operate("client " + id, nodes.get(at % nodes.size()))) {
          at++;
        }
        TimeUnit.MILLISECONDS.sleep(pauseMillis);
      }
    } catch (InterruptedException | RuntimeException e) {
      broken = e;
    }
  }

  /** Does one operation through a member; false if it has no answer. */
  private boolean operate(String client, Node through) {
    long number = sent.get();
    String key =
        "history/%s/%d/%d"
            .formatted(
                life,
                number / (KEYS * OPERATIONS_PER_KEY),
                ThreadLocalRandom.current().nextInt(KEYS));
    KeyValue.Command command = draw(key);
    int operation = history.invoke(client + " through " + through.name(), key, command);
    try {
      history.answer(operation, call(connection(through), key, command));
      sent.incrementAndGet();
      answered.incrementAndGet();
      return true;
    } catch (StatusRuntimeException e) {
      if (isNeverSent(e)) {
        history.fail(operation);
      } else {
        sent.incrementAndGet();
      }
      return false;
    }
  }

  private KeyValue.Command draw(String key) {
    String value = "v" + values.incrementAndGet();
    return switch (ThreadLocalRandom.current().nextInt(4)) {
      case 0 -> new KeyValue.Put(value);
      case 1 -> new KeyValue.PutIfValue(Optional.ofNullable(lastSeen.get(key)), value);
      default -> new KeyValue.Get();
    };
  }

  private KeyValue.Result call(Connection connection, String key, KeyValue.Command command) {
    return switch (command) {
      case KeyValue.Get() -> found(key, connection.get(key));
      case KeyValue.Put(String value) -> {
        long revision =
            connection.put(key, ByteString.copyFromUtf8(value)).getHeader().getRevision();
        lastSeen.put(key, value);
        yield new KeyValue.Changed(revision);
      }
      case KeyValue.PutIfValue(Optional<String> expected, String value) -> {
        TxnResponse answer = connection.putIf(key, expected, value);
        if (!answer.getSucceeded()) {
          yield new KeyValue.Refused();
        }
        lastSeen.put(key, value);
        yield new KeyValue.Changed(answer.getHeader().getRevision());
      }
      case KeyValue.Delete() -> throw new IllegalStateException("Nobody deletes.");
      case KeyValue.PutIfRevision _ -> throw new IllegalStateException("Nobody asks for these.");
    };
  }

  private KeyValue.Result found(String key, RangeResponse answer) {
    if (answer.getKvsCount() == 0) {
      return new KeyValue.Missing();
    }
    String value = answer.getKvs(0).getValue().toStringUtf8();
    lastSeen.put(key, value);
    return new KeyValue.Found(value, answer.getKvs(0).getModRevision());
  }

  private static boolean isNeverSent(StatusRuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return true;
      }
    }
    return false;
  }

  /** Waits for more operations to be answered. */
  void awaitMore(long count) throws InterruptedException {
    long goal = answered.get() + count;
    Await.until(count + " more operations are answered", () -> answered.get() >= goal);
  }

  private Connection connection(Node node) {
    return connections.computeIfAbsent(node, it -> new Connection(it, DEADLINE_SECONDS));
  }

  /**
   * Lets every client finish its last operation, checks what all have seen, and that the check
   * would have seen a stale read.
   *
   * @return what was checked, in a few words
   */
  String check() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    if (broken != null) {
      throw new AssertionError("A client broke.", broken);
    }
    List<Operation<KeyValue.Command, KeyValue.Result>> seen = history.operations();
    assertTrue(seen.stream().anyMatch(Clients::isSet), "No client has compared and set.");
    String checked = History.check(seen);
    assertThrows(AssertionError.class, () -> History.check(History.withStaleRead(seen)));
    return checked;
  }

  private static boolean isSet(Operation<KeyValue.Command, KeyValue.Result> operation) {
    return operation.command() instanceof KeyValue.PutIfValue
        && operation.outcome() instanceof Outcome.Answered<KeyValue.Result>(KeyValue.Changed _);
  }

  @Override
  public void close() {
    stopped = true;
    connections.values().forEach(Connection::close);
  }
}
