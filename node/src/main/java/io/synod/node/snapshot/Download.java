package io.synod.node.snapshot;

import io.synod.node.disk.RealDisk;
import io.synod.node.peers.BulkConnection;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.Manifest;
import io.synod.node.wire.OpenSnapshot;
import io.synod.node.wire.Piece;
import io.synod.node.wire.ReadPiece;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32C;

/**
 * One snapshot on its way in, over one connection after the other if need be. One thread at a time.
 */
final class Download {

  private static final long OPEN_SECONDS = 30;
  private static final long PIECE_SECONDS = 10;

  /** So many pieces are asked for ahead, to hide the way there and back. */
  private static final int AHEAD = 4;

  private final Path directory;
  private Manifest manifest = Manifest.getDefaultInstance();

  /** Everything before this file and offset is here. */
  private int file;

  private long offset;
  private boolean complete;

  Download(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  long slot() {
    return manifest.getSlot();
  }

  /** Whether every byte is here, checked and durable. */
  boolean isComplete() {
    return complete;
  }

  /**
   * Fetches what is missing; after an exception the next run goes on from there, if the source
   * still has the snapshot.
   */
  void run(BulkConnection connection, long slot)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    OpenSnapshot open =
        OpenSnapshot.newBuilder().setSlot(slot).setContinue(manifest.getSnapshot()).build();
    BulkReply reply =
        connection
            .ask(BulkRequest.newBuilder().setOpen(open).build())
            .get(OPEN_SECONDS, TimeUnit.SECONDS);
    Manifest offered = checked(reply).getManifest();
    if (offered.getSnapshot() != manifest.getSnapshot()) {
      begin(offered);
    }
    while (file < manifest.getFilesCount()) {
      fetchFile(connection, manifest.getFiles(file));
      file++;
      offset = 0;
    }
    RealDisk.force(directory);
    complete = true;
  }

  private void begin(Manifest offered) throws IOException {
    Directories.delete(directory);
    Files.createDirectories(directory);
    manifest = offered;
    file = 0;
    offset = 0;
  }

  private Path path(Manifest.File described) throws IOException {
    Path path = directory.resolve(described.getName()).normalize();
    if (!path.startsWith(directory) || path.equals(directory)) {
      throw new IOException(
          "The snapshot names a file outside of its directory: " + described.getName());
    }
    return path;
  }

  private void fetchFile(BulkConnection connection, Manifest.File described)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path path = path(described);
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (FileChannel out =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Queue<CompletableFuture<BulkReply>> asked = new ArrayDeque<>();
      long askedTo = offset;
      while (offset < described.getLength()) {
        for (;
            asked.size() < AHEAD && askedTo < described.getLength();
            askedTo += SnapshotSource.PIECE_BYTES) {
          asked.add(connection.ask(piece(askedTo)));
        }
        Piece piece = checked(asked.remove().get(PIECE_SECONDS, TimeUnit.SECONDS)).getPiece();
        long expected = Math.min(SnapshotSource.PIECE_BYTES, described.getLength() - offset);
        CRC32C crc = new CRC32C();
        crc.update(piece.getData().asReadOnlyByteBuffer());
        if (piece.getData().size() != expected || (int) crc.getValue() != piece.getCrc32C()) {
          throw new IOException(
              "A piece of " + described.getName() + " at offset " + offset + " came damaged.");
        }
        out.write(piece.getData().asReadOnlyByteBuffer(), offset);
        offset += expected;
      }
      out.force(true);
    }
  }

  private BulkRequest piece(long at) {
    return BulkRequest.newBuilder()
        .setRead(
            ReadPiece.newBuilder().setSnapshot(manifest.getSnapshot()).setFile(file).setOffset(at))
        .build();
  }

  private static BulkReply checked(BulkReply reply) throws IOException {
    if (!reply.getFailure().isEmpty()) {
      throw new IOException(reply.getFailure());
    }
    return reply;
  }
}
