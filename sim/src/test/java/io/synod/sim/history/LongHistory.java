package io.synod.sim.history;

import io.synod.sim.history.KeyValue.Changed;
import io.synod.sim.history.KeyValue.Command;
import io.synod.sim.history.KeyValue.Delete;
import io.synod.sim.history.KeyValue.Found;
import io.synod.sim.history.KeyValue.Get;
import io.synod.sim.history.KeyValue.Missing;
import io.synod.sim.history.KeyValue.Put;
import io.synod.sim.history.KeyValue.PutIfRevision;
import io.synod.sim.history.KeyValue.PutIfValue;
import io.synod.sim.history.KeyValue.Refused;
import io.synod.sim.history.KeyValue.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What clients see of a store that does one operation at a time, at a moment of chance between
 * invocation and response. Some answers are lost; of those operations some take effect at once,
 * some much later, some never. Every value is written by one operation only.
 */
final class LongHistory {
  /**
   * What it is made of.
   *
   * @param lostPercent how many operations of a hundred get no answer
   * @param revisions whether the clients look at revisions
   */
  record Shape(int operations, int clients, int keys, int lostPercent, boolean revisions) {}

  private record Stored(String value, long revision) {}

  /** An operation that is under way. */
  private static final class Call {
    private final int number;
    private final String key;
    private final Command command;
    private @Nullable Result result;

    Call(int number, String key, Command command) {
      this.number = number;
      this.key = key;
      this.command = command;
    }
  }

  private final Random random;
  private final Shape shape;
  private final Recorder<Command, Result> recorder = new Recorder<>();
  private final Map<String, Stored> store = new HashMap<>();
  private final Map<String, Stored> lastSeen = new HashMap<>();
  private final List<@Nullable Call> clients = new ArrayList<>();
  private final List<Call> late = new ArrayList<>();
  private long revision = 1;
  private int invoked;

  private LongHistory(Random random, Shape shape) {
    this.random = random;
    this.shape = shape;
    for (int i = 0; i < shape.clients(); i++) {
      clients.add(null);
    }
  }

  static List<Operation<Command, Result>> of(long seed, Shape shape) {
    LongHistory history = new LongHistory(new Random(seed), shape);
    for (long at = 1; history.step(at); at++) {}
    return history.recorder.history();
  }

  /** Lets one client, chosen by chance, do one thing; false once all is said. */
  private boolean step(long at) {
    int client = random.nextInt(shape.clients());
    Call call = clients.get(client);
    if (!late.isEmpty() && random.nextInt(200) == 0) {
      Call found = late.remove(random.nextInt(late.size()));
      apply(found.key, found.command);
    } else if (call == null) {
      if (invoked < shape.operations()) {
        clients.set(client, invoke(at, client));
      }
    } else if (call.result == null) {
      beforeItsEffect(at, client, call);
    } else {
      if (!isLost()) {
        recorder.answer(call.number, at, call.result);
        remember(call.key, call.command, call.result);
      }
      clients.set(client, null);
    }
    return invoked < shape.operations() || clients.stream().anyMatch(it -> it != null);
  }

  private boolean isLost() {
    return random.nextInt(200) < shape.lostPercent();
  }

  private Call invoke(long at, int client) {
    String key = "k" + random.nextInt(shape.keys());
    Command command = command(key, "v" + invoked++);
    return new Call(recorder.invoke(at, "c" + client, key, command), key, command);
  }

  private Command command(String key, String value) {
    Optional<Stored> seen = Optional.ofNullable(lastSeen.get(key));
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> new Get();
      case 5 ->
          shape.revisions()
              ? new PutIfRevision(seen.map(Stored::revision).orElse(0L), value)
              : new PutIfValue(seen.map(Stored::value), value);
      case 6 -> new PutIfValue(seen.map(Stored::value), value);
      case 7 -> random.nextInt(4) == 0 ? new Delete() : new Get();
      default -> new Put(value);
    };
  }

  private void beforeItsEffect(long at, int client, Call call) {
    if (isLost()) {
      if (random.nextBoolean()) {
        late.add(call);
      }
      clients.set(client, null);
    } else if (random.nextInt(100) == 0) {
      recorder.fail(call.number, at);
      clients.set(client, null);
    } else {
      call.result = apply(call.key, call.command);
    }
  }

  private Result apply(String key, Command command) {
    Stored stored = store.get(key);
    if (command instanceof Get) {
      return stored == null ? new Missing() : new Found(stored.value(), shown(stored.revision()));
    }
    if (command instanceof Delete) {
      return stored == null ? new Missing() : change(key, null);
    }
    if (command instanceof Put put) {
      return change(key, put.value());
    }
    if (command instanceof PutIfValue(Optional<String> expected, String value)) {
      boolean holds = Optional.ofNullable(stored).map(Stored::value).equals(expected);
      return holds ? change(key, value) : new Refused();
    }
    if (command instanceof PutIfRevision(long expected, String value)) {
      boolean holds = (stored == null ? 0 : stored.revision()) == expected;
      return holds ? change(key, value) : new Refused();
    }
    throw new IllegalStateException(command.toString());
  }

  private Result change(String key, @Nullable String value) {
    revision++;
    if (value == null) {
      store.remove(key);
    } else {
      store.put(key, new Stored(value, revision));
    }
    return new Changed(shown(revision));
  }

  private long shown(long any) {
    return shape.revisions() ? any : KeyValue.UNSEEN;
  }

  /** What a client would compare with next; out of date more often than not. */
  private void remember(String key, Command command, Result result) {
    if (result instanceof Found(String value, long at)) {
      lastSeen.put(key, new Stored(value, at));
    } else if (result instanceof Missing || command instanceof Delete) {
      lastSeen.remove(key);
    } else if (result instanceof Changed(long at) && command instanceof Put put) {
      lastSeen.put(key, new Stored(put.value(), at));
    }
  }
}
