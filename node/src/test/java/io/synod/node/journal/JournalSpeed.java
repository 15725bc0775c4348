package io.synod.node.journal;

import io.synod.core.Record;
import io.synod.node.codec.Records;
import io.synod.node.disk.RealDisk;
import io.synod.node.loop.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;

/** How long the journal takes on a real disk; run by hand with a directory. */
final class JournalSpeed {

  private JournalSpeed() {}

  public static void main(String[] args) throws Exception {
    Path path = Files.createDirectories(Path.of(args[0]));
    for (int size : new int[] {300, 64 << 10}) {
      inTurn(Files.createDirectory(path.resolve("batches-" + size)), size);
    }
    queued(Files.createDirectory(path.resolve("queued")), 200_000, 1);
    queued(Files.createDirectory(path.resolve("queued-100")), 4_000, 100);
  }

  private static Journal open(Path path) throws IOException {
    return Journal.open(
        new RealDisk(path), Fixture.IDENTITY, JournalOptions.DEFAULT, true, _ -> {});
  }

  // In turn, so that whatever else the machine does falls on both alike.
  private static void inTurn(Path path, int size) throws Exception {
    long[] growing = new long[3_000];
    long[] journal = new long[3_000];
    List<Record> record = List.of(Records.accepted(1, size));
    Semaphore durable = new Semaphore(0);
    ByteBuffer bytes = ByteBuffer.allocateDirect(size);
    Path file = path.resolveSibling("growing-" + size);
    long[] alone = new long[growing.length];
    try (JournalWriter writer = writer(path, durable);
        Journal direct = open(Files.createDirectory(path.resolveSibling("direct-" + size)));
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < growing.length; i++) {
        long start = System.nanoTime();
        channel.write(bytes.clear(), (long) i * size);
        channel.force(false);
        long middle = System.nanoTime();
        writer.append(record);
        durable.acquire();
        journal[i] = System.nanoTime() - middle;
        growing[i] = middle - start;
        direct.prepare();
        long before = System.nanoTime();
        direct.write(record);
        alone[i] = System.nanoTime() - before;
      }
    }
    print("growing file, " + size + " bytes", growing);
    print("journal without threads, " + size + " bytes", alone);
    print("journal through its threads, " + size + " bytes", journal);
  }

  private static void queued(Path path, int count, int commands) throws Exception {
    List<Record> record = List.of(Records.accepted(1, commands, 256));
    Semaphore durable = new Semaphore(0);
    try (JournalWriter writer = writer(path, durable)) {
      long start = System.nanoTime();
      int done = 0;
      for (int i = 0; i < count; i++) {
        writer.append(record);
        while (i - done > 1_000) {
          durable.acquire();
          done += 1 + durable.drainPermits();
        }
      }
      durable.acquire(count - done);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "queued, %d commands of 256 bytes per record: %.0f records/s, %.0f MB/s%n",
          commands, count / seconds, count / seconds * commands * 256 / 1e6);
    }
  }

  private static JournalWriter writer(Path path, Semaphore durable) throws IOException {
    JournalListener listener =
        new JournalListener() {
          private long last;

          @Override
          public void durable(long record) {
            durable.release((int) (record - last));
            last = record;
          }

          @Override
          public void full(boolean full) {
            System.out.println("full: " + full);
          }

          @Override
          public void failed(String sentence) {
            System.out.println(sentence);
          }
        };
    JournalWriter writer =
        new JournalWriter(open(path), JournalOptions.DEFAULT, Threads.real(), "speed", listener);
    writer.start();
    return writer;
  }

  private static void print(String what, long[] nanos) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 4, nanos.length);
    Arrays.sort(warm);
    System.out.printf(
        "%s: p10 %.0f us, p50 %.0f us, p99 %.0f us%n",
        what,
        warm[warm.length / 10] / 1e3,
        warm[warm.length / 2] / 1e3,
        warm[warm.length * 99 / 100] / 1e3);
  }
}
