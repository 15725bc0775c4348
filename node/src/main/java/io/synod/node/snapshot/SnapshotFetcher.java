package io.synod.node.snapshot;

import io.synod.core.MemberId;
import io.synod.node.apply.ApplyThread;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.PeerNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this member up by another's snapshot, one at a time, on a thread that lives as long as
 * that takes.
 */
public final class SnapshotFetcher {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFetcher.class);
  private static final int ATTEMPTS = 8;
  private static final long PAUSE_MILLIS = 250;

  private final String name;
  private final PeerNetwork network;
  private final ApplyThread apply;
  private final LongSupplier chosen;
  private final LongConsumer onInstalled;
  private final Consumer<Throwable> onFailure;
  private final Path room;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable Thread thread;
  private volatile boolean closing;

  /**
   * Fetches nothing yet; what a former life left in the room is deleted.
   *
   * @param room the directory for a snapshot on its way in
   * @param chosen what this member knows to be chosen: a snapshot that holds no more is of no use
   * @param onInstalled called with the slot where the state stands once it was replaced
   * @param onFailure called when the state could not be replaced by a snapshot that is whole
   */
  public SnapshotFetcher(
      String name,
      Path room,
      PeerNetwork network,
      ApplyThread apply,
      LongSupplier chosen,
      LongConsumer onInstalled,
      Consumer<Throwable> onFailure)
      throws IOException {
    this.name = name;
    this.room = room;
    this.network = network;
    this.apply = apply;
    this.chosen = chosen;
    this.onInstalled = onInstalled;
    this.onFailure = onFailure;
    Directories.delete(room);
  }

  /** Begins to fetch a member's snapshot, unless one is on its way already. Any thread. */
  public void fetch(MemberId from) {
    if (!closing && busy.compareAndSet(false, true)) {
      Thread started = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(from));
      thread = started;
      started.start();
    }
  }

  private void run(MemberId from) {
    try {
      Download download = new Download(room);
      for (int i = 0; i < ATTEMPTS && !closing && !attempt(from, download); i++) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      if (download.isComplete() && !closing) {
        LOG.info("The snapshot of slot {} from member {} is here.", download.slot(), from);
        onInstalled.accept(apply.restore(download.directory(), download.slot()).get());
      }
      Directories.delete(room);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | IOException | RuntimeException e) {
      if (!closing) {
        onFailure.accept(e);
      }
    } finally {
      busy.set(false);
    }
  }

  private boolean attempt(MemberId from, Download download) throws InterruptedException {
    try (BulkConnection connection = network.openBulk(from)) {
      download.run(connection, chosen.getAsLong() + 1);
      return true;
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.warn(
          "The snapshot of member {} is not here yet: {}", from, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** Gives up what is on its way, and waits for the thread to end. */
  public void close() throws InterruptedException {
    closing = true;
    Thread running = thread;
    if (running != null && !running.equals(Thread.currentThread())) {
      running.interrupt();
      running.join();
    }
  }
}
