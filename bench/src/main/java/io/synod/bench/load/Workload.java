package io.synod.bench.load;

import java.util.Random;
import java.util.function.Supplier;

/**
 * What the clients do, and how many there are.
 *
 * @param name as on the command line and in tables
 * @param clients how many have one request outstanding each
 * @param readPercent how many of 100 requests are linearizable reads of one key; the others are
 *     puts
 * @param valueBytes size of the values put
 */
public record Workload(String name, int clients, int readPercent, int valueBytes) {
  /** Keys are drawn uniformly at random from this many. */
  public static final int KEYS = 20_000;

  /** Clients share at most this many connections, as etcd's own benchmark is commonly run. */
  static final int MOST_CONNECTIONS = 100;

  private static final int PLAIN_VALUE = 256;

  /** An answer to a put has at least a header. */
  private static final int LEAST_PUT_ANSWER = 4;

  private static final long SEED = 20_250_101;

  /** Returns how many connections the clients share. */
  public int connections() {
    return Math.min(clients, MOST_CONNECTIONS);
  }

  /** Returns the requests, in an order that is the same in every run. Not for several threads. */
  Supplier<Call> calls() {
    Random random = new Random(SEED);
    byte[] put = EtcdCalls.put(value(random));
    byte[] range = EtcdCalls.range();
    return () -> {
      long key = random.nextInt(KEYS);
      return random.nextInt(100) < readPercent
          ? new Call(GrpcMethod.RANGE, EtcdCalls.withKey(range, key), PLAIN_VALUE)
          : new Call(GrpcMethod.PUT, EtcdCalls.withKey(put, key), LEAST_PUT_ANSWER);
    };
  }

  /** Returns requests that put each key once, in order, and then go on at random. */
  Supplier<Call> everyKeyOnce() {
    byte[] put = EtcdCalls.put(value(new Random(SEED)));
    int[] next = {0};
    return () ->
        new Call(
            GrpcMethod.PUT,
            EtcdCalls.withKey(put, next[0] < KEYS ? next[0]++ : 0),
            LEAST_PUT_ANSWER);
  }

  /** A workload that fills the key space: every key once, with plain values. */
  public static Workload fill() {
    return new Workload("fill", 1_000, 0, PLAIN_VALUE);
  }

  private byte[] value(Random random) {
    byte[] value = new byte[valueBytes];
    random.nextBytes(value);
    return value;
  }
}
