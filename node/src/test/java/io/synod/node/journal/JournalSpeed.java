package io.synod.node.journal;

import io.synod.core.Record;
import io.synod.node.codec.Records;
import io.synod.node.disk.RealDisk;
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
      for (int round = 0; round < 2; round++) {
        growing(path.resolve("growing-" + size + "-" + round), size);
        batches(Files.createDirectory(path.resolve("batches-" + size + "-" + round)), size);
      }
    }
    queued(Files.createDirectory(path.resolve("queued")), 200_000, 1);
    queued(Files.createDirectory(path.resolve("queued-100")), 4_000, 100);
  }

  private static Journal open(Path path) throws IOException {
    return Journal.open(
        new RealDisk(path), Fixture.IDENTITY, JournalOptions.DEFAULT, true, _ -> {});
  }

  private static void growing(Path file, int size) throws IOException {
    long[] nanos = new long[4_000];
    ByteBuffer bytes = ByteBuffer.allocateDirect(size);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        channel.write(bytes.clear(), (long) i * size);
        channel.force(false);
        nanos[i] = System.nanoTime() - start;
      }
    }
    print("growing file, " + size + " bytes", nanos);
  }

  private static void batches(Path path, int size) throws Exception {
    long[] nanos = new long[4_000];
    List<Record> record = List.of(Records.accepted(1, size));
    Semaphore durable = new Semaphore(0);
    try (JournalWriter writer = writer(path, durable)) {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        writer.append(record);
        durable.acquire();
        nanos[i] = System.nanoTime() - start;
      }
    }
    print("journal through its threads, " + size + " bytes", nanos);
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
    JournalWriter writer = new JournalWriter(open(path), JournalOptions.DEFAULT, "speed", listener);
    writer.start();
    return writer;
  }

  private static void print(String what, long[] nanos) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 4, nanos.length);
    Arrays.sort(warm);
    System.out.printf(
        "%s: p50 %.0f us, p99 %.0f us%n",
        what, warm[warm.length / 2] / 1e3, warm[warm.length * 99 / 100] / 1e3);
  }
}
