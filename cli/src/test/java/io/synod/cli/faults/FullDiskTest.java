package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.synod.store.wire.RangeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Small disks run full under large values, and somebody makes room. */
final class FullDiskTest {
  private static final int DISK_MIB = 176;
  private static final int FILLER_MIB = 72;
  private static final int VALUE_BYTES = 512 << 10;

  /** More than fits on any of the disks. */
  private static final int MOST_WRITES = 4 * DISK_MIB;

  @TempDir Path home = Path.of("");
  @RegisterExtension final Processes processes = new Processes();

  private final List<Path> mounted = new ArrayList<>();
  private final List<Integer> acknowledged = new ArrayList<>();
  private int attempts;

  @AfterEach
  void stop() throws Exception {
    processes.killAll();
    for (Path disk : mounted) {
      new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }
  }

  @Test
  void whenEveryDiskIsFullWritesAreRefusedUntilThereIsRoom() throws Exception {
    Cluster cluster = processes.cluster(home, name -> disk(name).resolve("data"), 3);
    cluster.start();
    try (Connection connection = new Connection(cluster.node(0), 15)) {
      Status refused = writeUntilRefused(connection);
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getCode(), refused::toString);
      assertEquals("etcdserver: mvcc: database space exceeded", refused.getDescription());
      check(connection);
      for (Path disk : mounted) {
        Files.delete(disk.resolve("filler"));
      }
      Await.until("writes are taken again", () -> write(connection).isOk());
      check(connection);
      for (Node node : cluster.nodes()) {
        assertTrue(node.isRunning(), node::name);
        node.kill();
      }
      cluster.start();
      check(connection);
      Await.until("writes are taken after a restart", () -> write(connection).isOk());
    }
  }

  @Test
  void whenOneDiskIsFullTheOthersServe() throws Exception {
    Cluster cluster =
        processes.cluster(
            home, name -> name.equals("s1") ? disk(name).resolve("data") : home.resolve(name), 3);
    cluster.start();
    Node full = cluster.node(0);
    try (Connection own = new Connection(full, 15);
        Connection other = new Connection(cluster.node(1), 15)) {
      Await.until(
          "the disk is full",
          () -> {
            write(other);
            return write(own).getCode() == Status.Code.RESOURCE_EXHAUSTED;
          });
      for (int i = 0; i < 20; i++) {
        Await.until("a write through another member is taken", () -> write(other).isOk());
      }
      Status refused = write(own);
      assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getCode(), refused::toString);
      check(other);
      Files.delete(mounted.getFirst().resolve("filler"));
      Await.until("it takes writes again", () -> write(own).isOk());
      assertTrue(full.isRunning());
      check(own);
      cluster.awaitReady();
      cluster.awaitSameLog();
    }
  }

  /** Mounts a small disk with a file on it that can be spared. */
  private Path disk(String name) {
    try {
      Path disk = Files.createDirectory(home.resolve("disk-" + name));
      Process mount =
          new ProcessBuilder(
                  "mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "synod", disk.toString())
              .redirectErrorStream(true)
              .start();
      assumeTrue(mount.waitFor() == 0, "Only root can mount the small disk that this test fills.");
      mounted.add(disk);
      Files.write(disk.resolve("filler"), new byte[FILLER_MIB << 20]);
      return disk;
    } catch (IOException e) {
      return assumeMountable(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Path assumeMountable(IOException e) {
    assumeTrue(false, "No small disk can be mounted: " + e.getMessage());
    throw new AssertionError(e);
  }

  private Status writeUntilRefused(Connection connection) {
    for (int i = 0; i < MOST_WRITES; i++) {
      Status status = write(connection);
      if (!status.isOk()) {
        return status;
      }
    }
    throw new AssertionError("No write was refused.");
  }

  private Status write(Connection connection) {
    int number = attempts++;
    try {
      connection.put(key(number), value(number));
      acknowledged.add(number);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  private static String key(int number) {
    return "v/" + number + "/";
  }

  /** Values that do not compress. */
  private static ByteString value(int number) {
    byte[] bytes = new byte[VALUE_BYTES];
    new Random(number).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  /** Reads some of the acknowledged values whole, and the keys of all. */
  private void check(Connection connection) {
    for (int at = 0; at < acknowledged.size(); at += Math.max(1, acknowledged.size() / 20)) {
      int number = acknowledged.get(at);
      RangeResponse found = connection.get(key(number));
      assertEquals(1, found.getKvsCount(), () -> key(number) + " is lost");
      assertEquals(value(number), found.getKvs(0).getValue());
    }
    for (int number : acknowledged) {
      assertEquals(1, connection.count(key(number)), () -> key(number) + " is lost");
    }
  }
}
