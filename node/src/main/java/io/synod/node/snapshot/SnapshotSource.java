package io.synod.node.snapshot;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.synod.node.apply.ApplyThread;
import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.loop.OwnLoop;
import io.synod.node.peers.BulkService;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.Manifest;
import io.synod.node.wire.OpenSnapshot;
import io.synod.node.wire.Piece;
import io.synod.node.wire.ReadPiece;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives snapshots of this member's state to members that are behind: makes a checkpoint when one is
 * asked for, shares it among those who ask at about the same time, and deletes it when nobody has
 * asked for a while. On a loop of its own.
 */
public final class SnapshotSource implements BulkService, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotSource.class);
  static final int PIECE_BYTES = 256 << 10;
  private static final long UNUSED_MILLIS = 60_000;

  private static final class Snapshot {
    final long id;
    final long slot;
    final Disk directory;
    final List<String> files;
    long usedAt;

    Snapshot(long id, long slot, Disk directory, List<String> files, long now) {
      this.id = id;
      this.slot = slot;
      this.directory = directory;
      this.files = files;
      this.usedAt = now;
    }
  }

  private record Opening(OpenSnapshot wanted, CompletableFuture<BulkReply> reply) {}

  private final Disk room;
  private final ApplyThread apply;
  private final LongSupplier trimmed;
  private final LongSupplier clock;
  private final long firstId;
  private final Map<Long, Snapshot> snapshots = new TreeMap<>();
  private final OwnLoop loop;
  private long made;
  private boolean looking;

  /** Who waits for the snapshot in the making; null while none is made. */
  private @Nullable List<Opening> waiting;

  /**
   * Nothing is made yet; what a former life left in the room is deleted.
   *
   * @param loop this one's to close
   * @param clock milliseconds
   * @param room the directory for snapshots on their way out
   * @param boot keeps the numbers of this life's snapshots apart from those of former lives
   * @param trimmed the slots up to this one are no longer in the log, so that a useful snapshot
   *     holds them
   */
  public SnapshotSource(
      OwnLoop loop,
      LongSupplier clock,
      Disk room,
      long boot,
      ApplyThread apply,
      LongSupplier trimmed)
      throws IOException {
    this.loop = loop;
    this.clock = clock;
    this.room = room;
    this.apply = apply;
    this.trimmed = trimmed;
    this.firstId = boot << 32;
    room.deleteAll();
    room.make();
  }

  @Override
  public CompletionStage<BulkReply> answer(BulkRequest request) {
    CompletableFuture<BulkReply> reply = new CompletableFuture<>();
    try {
      loop.execute(() -> answer(request, reply));
    } catch (RejectedExecutionException e) {
      reply.complete(failure("The member is stopping."));
    }
    return reply;
  }

  private void answer(BulkRequest request, CompletableFuture<BulkReply> reply) {
    try {
      switch (request.getKindCase()) {
        case OPEN -> open(new Opening(request.getOpen(), reply));
        case READ -> reply.complete(read(request.getRead()));
        case KIND_NOT_SET ->
            reply.complete(failure("The request is of a kind that this version does not know."));
      }
    } catch (IOException | RuntimeException e) {
      reply.complete(failed(e));
    }
  }

  private static BulkReply failed(Throwable e) {
    LOG.warn("A snapshot for another member failed: {}", String.valueOf(e.getMessage()));
    return failure(String.valueOf(e.getMessage()));
  }

  private void open(Opening opening) throws IOException {
    Snapshot begun = snapshots.get(opening.wanted().getContinue());
    if (begun != null) {
      opening.reply().complete(manifest(begun));
      return;
    }
    long needed = Math.max(opening.wanted().getSlot(), trimmed.getAsLong());
    for (Snapshot snapshot : snapshots.values()) {
      if (snapshot.slot >= needed) {
        opening.reply().complete(manifest(snapshot));
        return;
      }
    }
    List<Opening> others = waiting;
    if (others != null) {
      others.add(opening);
      return;
    }
    waiting = new ArrayList<>(List.of(opening));
    long id = firstId + ++made;
    Disk directory = room.directory(Long.toHexString(id));
    var _ =
        apply
            .checkpoint(Path.of(directory.name()))
            .whenCompleteAsync((slot, e) -> made(id, directory, slot, e), loop::execute);
  }

  private void made(long id, Disk directory, @Nullable Long slot, @Nullable Throwable failure) {
    List<Opening> openings = waiting == null ? List.of() : waiting;
    waiting = null;
    try {
      if (slot == null || failure != null) {
        directory.deleteAll();
        BulkReply sorry = failed(failure == null ? new IOException("It has no slot.") : failure);
        openings.forEach(opening -> opening.reply().complete(sorry));
        return;
      }
      Snapshot snapshot =
          new Snapshot(id, slot, directory, Directories.files(directory), clock.getAsLong());
      snapshots.put(id, snapshot);
      deleteUnusedLater();
      LOG.info("A snapshot of slot {} is made for another member.", slot);
      BulkReply manifest = manifest(snapshot);
      openings.forEach(opening -> opening.reply().complete(manifest));
    } catch (IOException | RuntimeException e) {
      openings.forEach(opening -> opening.reply().complete(failed(e)));
    }
  }

  private static BulkReply manifest(Snapshot snapshot) throws IOException {
    Manifest.Builder manifest =
        Manifest.newBuilder().setSnapshot(snapshot.id).setSlot(snapshot.slot);
    for (String name : snapshot.files) {
      try (DiskFile file = open(snapshot, name)) {
        manifest.addFiles(Manifest.File.newBuilder().setName(name).setLength(file.size()));
      }
    }
    return BulkReply.newBuilder().setManifest(manifest).build();
  }

  private static DiskFile open(Snapshot snapshot, String name) throws IOException {
    Directories.Place place = Directories.place(snapshot.directory, name, false);
    return place.directory().open(place.file());
  }

  private BulkReply read(ReadPiece wanted) throws IOException {
    Snapshot snapshot = snapshots.get(wanted.getSnapshot());
    if (snapshot == null || wanted.getFile() >= snapshot.files.size()) {
      return failure("The snapshot is no longer there.");
    }
    snapshot.usedAt = clock.getAsLong();
    ByteBuffer buffer;
    try (DiskFile file = open(snapshot, snapshot.files.get(wanted.getFile()))) {
      long rest = Math.max(0, file.size() - wanted.getOffset());
      buffer = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, rest));
      file.read(buffer, wanted.getOffset());
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

  private void deleteUnusedLater() {
    if (!looking) {
      looking = true;
      loop.after(UNUSED_MILLIS, this::deleteUnused);
    }
  }

  private void deleteUnused() {
    looking = false;
    long limit = clock.getAsLong() - UNUSED_MILLIS;
    for (Iterator<Snapshot> it = snapshots.values().iterator(); it.hasNext(); ) {
      Snapshot snapshot = it.next();
      if (snapshot.usedAt <= limit) {
        it.remove();
        try {
          snapshot.directory.deleteAll();
        } catch (IOException e) {
          LOG.warn(
              "The snapshot {} cannot be deleted: {}", snapshot.directory.name(), e.getMessage());
        }
      }
    }
    if (!snapshots.isEmpty()) {
      deleteUnusedLater();
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
