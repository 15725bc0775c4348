package io.synod.store;

import com.google.protobuf.ByteString;
import io.synod.core.Bytes;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.request.Commands;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * Measures the store on RocksDB: thread CPU nanoseconds per put applied and per key read.
 *
 * <p>Arguments: a directory that does not exist, and how many keys.
 */
final class Measure {
  private static final int RUN = 200;
  private static final int PUTS = 400_000;

  private Measure() {}

  public static void main(String[] arguments) throws IOException, RefusedException {
    int keys = Integer.parseInt(arguments[1]);
    try (EtcdStore store = EtcdStore.open(Path.of(arguments[0]))) {
      for (int round = 0; round < 4; round++) {
        puts(store, keys, round);
        gets(store, keys);
      }
      long start = System.nanoTime();
      long slot = store.flush();
      System.out.printf("flush %,d us, slot %d%n", (System.nanoTime() - start) / 1000, slot);
      System.out.printf("%,d bytes, %,d in use%n", store.sizeBytes(), store.sizeInUse());
      System.out.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
    }
  }

  private static void puts(EtcdStore store, int keys, int round) throws IOException {
    Random random = new Random(round);
    byte[] value = new byte[256];
    Bytes[] commands = new Bytes[RUN];
    long slot = store.durableSlot() + 1_000_000L * round;
    long cpu = 0;
    long wall = 0;
    for (int done = 0; done < PUTS; done += RUN) {
      for (int i = 0; i < RUN; i++) {
        random.nextBytes(value);
        commands[i] =
            Commands.encode(
                PutRequest.newBuilder()
                    .setKey(key(random.nextInt(keys)))
                    .setValue(ByteString.copyFrom(value))
                    .build());
      }
      long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long before = System.nanoTime();
      for (Bytes command : commands) {
        store.apply(command, true);
      }
      store.commit(++slot, Map.of());
      wall += System.nanoTime() - before;
      cpu += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore;
    }
    System.out.printf("put: %,d ns of CPU, %,d ns of time%n", cpu / PUTS, wall / PUTS);
  }

  private static void gets(EtcdStore store, int keys) throws RefusedException {
    Random random = new Random(1);
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long found = 0;
    for (int i = 0; i < PUTS / 4; i++) {
      Answer answer =
          store.reader().range(RangeRequest.newBuilder().setKey(key(random.nextInt(keys))).build());
      try (Encoding encoding = Encoded.encoding(store, answer)) {
        ByteBuffer bytes = ByteBuffer.allocate((int) encoding.size());
        encoding.write(bytes);
        found += bytes.position() > 100 ? 1 : 0;
      }
    }
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    System.out.printf("get: %,d ns of CPU, %,d found%n", cpu / (PUTS / 4), found);
  }

  private static ByteString key(int number) {
    return ByteString.copyFromUtf8("key-%012d".formatted(number));
  }
}
