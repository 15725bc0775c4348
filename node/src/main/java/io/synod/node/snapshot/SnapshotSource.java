package io.synod.node.snapshot;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.synod.node.apply.ApplyThread;
import io.synod.node.peers.BulkService;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.Manifest;
import io.synod.node.wire.OpenSnapshot;
import io.synod.node.wire.Piece;
import io.synod.node.wire.ReadPiece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives snapshots of this member's state to members that are behind: makes a checkpoint when one is
 * asked for, shares it among those who ask at about the same time, and deletes it when nobody has
 * asked for a while. On a thread of its own.
 */
public final class SnapshotSource implements BulkService, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotSource.class);
  static final int PIECE_BYTES = 256 << 10;
  private static final long UNUSED_SECONDS = 60;

  private static final class Snapshot {
    final long id;
    final long slot;
    final Path directory;
    final List<Path> files;
    long usedAt;

    Snapshot(long id, long slot, Path directory, List<Path> files) {
      this.id = id;
      this.slot = slot;
      this.directory = directory;
      this.files = files;
      this.usedAt = System.nanoTime();
    }
  }

  private final Path room;
  private final ApplyThread apply;
  private final LongSupplier trimmed;
  private final long firstId;
  private final Map<Long, Snapshot> snapshots = new HashMap<>();
  private final ScheduledExecutorService thread;
  private long made;

  /**
   * Nothing is made yet; what a former life left in the room is deleted.
   *
   * @param room the directory for snapshots on their way out
   * @param boot keeps the numbers of this life's snapshots apart from those of former lives
   * @param trimmed the slots up to this one are no longer in the log, so that a useful snapshot
   *     holds them
   */
  public SnapshotSource(String name, Path room, long boot, ApplyThread apply, LongSupplier trimmed)
      throws IOException {
    this.room = room;
    this.apply = apply;
    this.trimmed = trimmed;
    this.firstId = boot << 32;
    Directories.delete(room);
    Files.createDirectory(room);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
    var _ =
        thread.scheduleWithFixedDelay(
            this::deleteUnused, UNUSED_SECONDS, UNUSED_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<BulkReply> answer(BulkRequest request) {
    try {
      return CompletableFuture.supplyAsync(() -> reply(request), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(failure("The member is stopping."));
    }
  }

  private BulkReply reply(BulkRequest request) {
    try {
      return switch (request.getKindCase()) {
        case OPEN -> BulkReply.newBuilder().setManifest(manifest(open(request.getOpen()))).build();
        case READ -> read(request.getRead());
        case KIND_NOT_SET -> failure("The request is of a kind that this version does not know.");
      };
    } catch (Exception e) {
      LOG.warn("A snapshot for another member failed: {}", String.valueOf(e.getMessage()));
      return failure(String.valueOf(e.getMessage()));
    }
  }

  private Snapshot open(OpenSnapshot wanted) throws Exception {
    Snapshot begun = snapshots.get(wanted.getContinue());
    if (begun != null) {
      return begun;
    }
    long needed = Math.max(wanted.getSlot(), trimmed.getAsLong());
    for (Snapshot snapshot : snapshots.values()) {
      if (snapshot.slot >= needed) {
        return snapshot;
      }
    }
    long id = firstId + ++made;
    Path directory = room.resolve(Long.toHexString(id));
    try {
      long slot = apply.checkpoint(directory).get();
      Snapshot snapshot = new Snapshot(id, slot, directory, Directories.files(directory));
      snapshots.put(id, snapshot);
      LOG.info("A snapshot of slot {} is made for another member.", slot);
      return snapshot;
    } catch (Exception e) {
      Directories.delete(directory);
      throw e;
    }
  }

  private static Manifest manifest(Snapshot snapshot) throws IOException {
    Manifest.Builder manifest =
        Manifest.newBuilder().setSnapshot(snapshot.id).setSlot(snapshot.slot);
    for (Path file : snapshot.files) {
      manifest.addFiles(
          Manifest.File.newBuilder()
              .setName(snapshot.directory.relativize(file).toString().replace('\\', '/'))
              .setLength(Files.size(file)));
    }
    return manifest.build();
  }

  private BulkReply read(ReadPiece wanted) throws IOException {
    Snapshot snapshot = snapshots.get(wanted.getSnapshot());
    if (snapshot == null || wanted.getFile() >= snapshot.files.size()) {
      return failure("The snapshot is no longer there.");
    }
    snapshot.usedAt = System.nanoTime();
    ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
    try (FileChannel file = FileChannel.open(snapshot.files.get(wanted.getFile()))) {
      long at = wanted.getOffset();
      for (int count = 0; count >= 0 && buffer.hasRemaining(); at += Math.max(0, count)) {
        count = file.read(buffer, at);
      }
    }
    buffer.flip();
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate());
    ByteString data = UnsafeByteOperations.unsafeWrap(buffer);
    return BulkReply.newBuilder()
        .setPiece(Piece.newBuilder().setData(data).setCrc32C((int) crc.getValue()))
        .build();
  }

  private static BulkReply failure(String sentence) {
    return BulkReply.newBuilder().setFailure(sentence).build();
  }

  private void deleteUnused() {
    long limit = System.nanoTime() - TimeUnit.SECONDS.toNanos(UNUSED_SECONDS);
    for (Iterator<Snapshot> it = snapshots.values().iterator(); it.hasNext(); ) {
      Snapshot snapshot = it.next();
      if (snapshot.usedAt - limit < 0) {
        it.remove();
        try {
          Directories.delete(snapshot.directory);
        } catch (IOException e) {
          LOG.warn("The snapshot {} cannot be deleted: {}", snapshot.directory, e.getMessage());
        }
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
