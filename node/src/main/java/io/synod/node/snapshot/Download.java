package io.synod.node.snapshot;

import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.loop.Loop;
import io.synod.node.peers.BulkConnection;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.Manifest;
import io.synod.node.wire.OpenSnapshot;
import io.synod.node.wire.Piece;
import io.synod.node.wire.ReadPiece;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot on its way in, over one connection after the other if need be. On one loop, and one
 * run at a time.
 */
final class Download {

  private static final long OPEN_MILLIS = 30_000;
  private static final long PIECE_MILLIS = 10_000;

  /** So many pieces are asked for ahead, to hide the way there and back. */
  private static final int AHEAD = 4;

  /** What comes next when a reply is here. */
  @FunctionalInterface
  private interface Next {
    void take(BulkReply reply) throws IOException;
  }

  private final Disk directory;
  private Manifest manifest = Manifest.getDefaultInstance();

  /** Everything before this file and offset is here. */
  private int file;

  private long offset;
  private boolean complete;

  Download(Disk directory) {
    this.directory = directory;
  }

  Disk directory() {
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
   * Fetches what is missing; after a failure the next run goes on from there, if the source still
   * has the snapshot. To be called on the loop.
   *
   * @return done once everything is here; fails with what went wrong
   */
  CompletableFuture<Void> run(BulkConnection connection, long slot, Loop loop) {
    Run run = new Run(connection, loop);
    run.begin(slot);
    return run.done;
  }

  private final class Run {

    private final BulkConnection connection;
    private final Loop loop;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Queue<CompletableFuture<BulkReply>> asked = new ArrayDeque<>();
    private long askedTo;
    private @Nullable DiskFile out;

    Run(BulkConnection connection, Loop loop) {
      this.connection = connection;
      this.loop = loop;
    }

    void begin(long slot) {
      OpenSnapshot open =
          OpenSnapshot.newBuilder().setSlot(slot).setContinue(manifest.getSnapshot()).build();
      after(
          connection.ask(BulkRequest.newBuilder().setOpen(open).build()),
          OPEN_MILLIS,
          reply -> {
            opened(reply.getManifest());
            goOn();
          });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails in it fails the run
    private void after(CompletableFuture<BulkReply> reply, long millis, Next next) {
      loop.after(
          millis, () -> reply.completeExceptionally(new TimeoutException("No answer came.")));
      reply.whenCompleteAsync(
          (answer, failure) -> {
            try {
              if (done.isDone()) {
                return;
              }
              if (failure != null) {
                throw new IOException(String.valueOf(failure.getMessage()), failure);
              }
              if (!answer.getFailure().isEmpty()) {
                throw new IOException(answer.getFailure());
              }
              next.take(answer);
            } catch (IOException | RuntimeException e) {
              close();
              done.completeExceptionally(e);
            }
          },
          loop::execute);
    }

    private void opened(Manifest offered) throws IOException {
      if (offered.getSnapshot() != manifest.getSnapshot()) {
        directory.deleteAll();
        directory.make();
        manifest = offered;
        file = 0;
        offset = 0;
      }
    }

    private void goOn() throws IOException {
      while (file < manifest.getFilesCount()) {
        Manifest.File described = manifest.getFiles(file);
        DiskFile to = out == null ? openFile(described) : out;
        if (offset < described.getLength()) {
          askAhead(described);
          after(asked.remove(), PIECE_MILLIS, reply -> took(described, to, reply.getPiece()));
          return;
        }
        to.force();
        close();
        file++;
        offset = 0;
      }
      Directories.force(directory);
      complete = true;
      done.complete(null);
    }

    private DiskFile openFile(Manifest.File described) throws IOException {
      Directories.Place place = Directories.place(directory, described.getName(), true);
      DiskFile opened =
          place.directory().list().contains(place.file())
              ? place.directory().open(place.file())
              : place.directory().create(place.file());
      out = opened;
      asked.clear();
      askedTo = offset;
      return opened;
    }

    private void askAhead(Manifest.File described) {
      while (asked.size() < AHEAD && askedTo < described.getLength()) {
        ReadPiece piece =
            ReadPiece.newBuilder()
                .setSnapshot(manifest.getSnapshot())
                .setFile(file)
                .setOffset(askedTo)
                .build();
        asked.add(connection.ask(BulkRequest.newBuilder().setRead(piece).build()));
        askedTo += SnapshotSource.PIECE_BYTES;
      }
    }

    private void took(Manifest.File described, DiskFile to, Piece piece) throws IOException {
      long expected = Math.min(SnapshotSource.PIECE_BYTES, described.getLength() - offset);
      CRC32C crc = new CRC32C();
      crc.update(piece.getData().asReadOnlyByteBuffer());
      if (piece.getData().size() != expected || (int) crc.getValue() != piece.getCrc32C()) {
        throw new IOException(
            "A piece of " + described.getName() + " at offset " + offset + " came damaged.");
      }
      to.write(piece.getData().asReadOnlyByteBuffer(), offset);
      offset += expected;
      goOn();
    }

    private void close() {
      DiskFile open = out;
      out = null;
      try {
        if (open != null) {
          open.close();
        }
      } catch (IOException e) {
        // What counts is durable by then.
        out = null;
      }
    }
  }
}
