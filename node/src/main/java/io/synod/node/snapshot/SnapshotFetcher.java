package io.synod.node.snapshot;

import io.synod.core.MemberId;
import io.synod.node.apply.ApplyThread;
import io.synod.node.disk.Disk;
import io.synod.node.loop.OwnLoop;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this member up by another's snapshot, one at a time, on a loop of its own. After a
 * failure, or if there is no room to install it, it goes on with whoever was the last to offer one.
 */
public final class SnapshotFetcher {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFetcher.class);
  private static final int ATTEMPTS = 8;
  private static final long PAUSE_MILLIS = 250;

  private final OwnLoop loop;
  private final Network network;
  private final ApplyThread apply;
  private final LongSupplier chosen;
  private final LongConsumer onInstalled;
  private final Consumer<Throwable> onFailure;
  private final Disk room;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean closing;
  private volatile @Nullable MemberId offering;

  /**
   * Fetches nothing yet; what a former life left in the room is deleted.
   *
   * @param loop this one's to close
   * @param room the directory for a snapshot on its way in
   * @param chosen what this member knows to be chosen: a snapshot that holds no more is of no use
   * @param onInstalled called with the slot where the state stands once it was replaced
   * @param onFailure called when what was fetched cannot be deleted
   */
  public SnapshotFetcher(
      OwnLoop loop,
      Disk room,
      Network network,
      ApplyThread apply,
      LongSupplier chosen,
      LongConsumer onInstalled,
      Consumer<Throwable> onFailure)
      throws IOException {
    this.loop = loop;
    this.room = room;
    this.network = network;
    this.apply = apply;
    this.chosen = chosen;
    this.onInstalled = onInstalled;
    this.onFailure = onFailure;
    room.deleteAll();
  }

  /** Begins to fetch a member's snapshot, unless one is on its way already. Any thread. */
  public void fetch(MemberId from) {
    offering = from;
    if (!closing && busy.compareAndSet(false, true)) {
      try {
        loop.execute(() -> attempt(from, new Download(room), ATTEMPTS));
      } catch (RejectedExecutionException e) {
        LOG.debug("No snapshot is fetched any more.", e);
      }
    }
  }

  private void attempt(MemberId from, Download download, int attempts) {
    if (attempts == 0 || closing) {
      end();
      return;
    }
    try {
      BulkConnection connection = network.openBulk(from);
      var _ =
          download
              .run(connection, chosen.getAsLong() + 1, loop)
              .whenComplete((_, failure) -> {
                connection.close();
                if (failure == null) {
                  install(from, download);
                } else {
                  again(from, download, attempts - 1, failure);
                }
              });
    } catch (IOException e) {
      again(from, download, attempts - 1, e);
    }
  }

  private void again(MemberId from, Download download, int attempts, Throwable failure) {
    LOG.warn(
        "The snapshot of member {} is not installed yet: {}",
        from,
        String.valueOf(failure.getMessage()));
    loop.after(
        PAUSE_MILLIS,
        () -> {
          MemberId next = offering;
          if (next == null || next.equals(from)) {
            attempt(from, download, attempts);
          } else {
            // What is here is of another snapshot.
            attempt(next, new Download(room), attempts);
          }
        });
  }

  private void install(MemberId from, Download download) {
    LOG.info("The snapshot of slot {} from member {} is here.", download.slot(), from);
    var _ =
        apply
            .restore(Path.of(download.directory().name()), download.slot())
            .whenCompleteAsync(
                (slot, failure) -> {
                  if (failure == null) {
                    onInstalled.accept(slot);
                    end();
                  } else {
                    // For want of room. What is left of the snapshot takes some of it.
                    deleteAll();
                    again(from, new Download(room), ATTEMPTS, failure);
                  }
                },
                loop::execute);
  }

  private void end() {
    deleteAll();
    busy.set(false);
  }

  private void deleteAll() {
    try {
      room.deleteAll();
    } catch (IOException e) {
      if (!closing) {
        onFailure.accept(e);
      }
    }
  }

  /** Gives up what is on its way. */
  public void close() {
    closing = true;
    loop.close();
  }
}
