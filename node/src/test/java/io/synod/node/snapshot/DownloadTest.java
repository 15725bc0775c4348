package io.synod.node.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Session;
import io.synod.node.apply.Applier;
import io.synod.node.apply.ApplyThread;
import io.synod.node.apply.DurableMachine;
import io.synod.node.disk.RealDisk;
import io.synod.node.loop.OwnLoop;
import io.synod.node.loop.Threads;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.BulkService;
import io.synod.node.peers.Identity;
import io.synod.node.peers.Network;
import io.synod.node.peers.PeerNetwork;
import io.synod.node.requests.Admission;
import io.synod.node.requests.Proposals;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {

  private static final MemberId BEHIND = new MemberId(1);
  private static final MemberId SOURCE = new MemberId(2);
  private static final int SMALL = 10;
  private static final int LARGE = 5 * SnapshotSource.PIECE_BYTES + 17;

  private @TempDir Path directory;
  private @Nullable PeerNetwork source;
  private @Nullable PeerNetwork behind;
  private @Nullable ApplyThread apply;
  private @Nullable SnapshotSource snapshots;

  /** What was asked of the source. */
  private final List<BulkRequest> asked = new ArrayList<>();

  /** A piece that comes damaged once: the offset in the large file; -1 for none. */
  private volatile long damageAt = -1;

  private volatile boolean lieAboutNames;

  /** A state of slot 7 in two files, one of them in a subdirectory. */
  private static final class TwoFiles implements DurableMachine<String> {
    @Override
    public long durableSlot() {
      return 7;
    }

    @Override
    public Map<String, Bytes> notes() {
      return Map.of();
    }

    @Override
    public @Nullable String apply(Bytes command, boolean wanted) {
      return "";
    }

    @Override
    public void commit(long slot, Map<String, Bytes> notes) {}

    @Override
    public long flush() {
      return 7;
    }

    @Override
    public void checkpoint(Path target) throws IOException {
      Files.createDirectories(target.resolve("deep"));
      Files.write(target.resolve("deep/large"), content(LARGE));
      Files.write(target.resolve("empty"), new byte[0]);
      Files.write(target.resolve("small"), content(SMALL));
    }

    @Override
    public void restore(Path snapshot) {}

    @Override
    public void close() {}
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return content;
  }

  private static final class Nobody implements Network.Listener {
    @Override
    public void received(MemberId from, List<Message> messages) {}

    @Override
    public void disconnected(MemberId member) {}
  }

  @BeforeEach
  void start() throws Exception {
    InetSocketAddress address;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }
    Map<MemberId, InetSocketAddress> members = Map.of(BEHIND, address, SOURCE, address);
    Applier<String> applier =
        new Applier<>(
            new TwoFiles(), new Session(SOURCE, 1), new Proposals<>(10, new Admission(10, 10)));
    ApplyThread thread = new ApplyThread(Threads.real(), "apply", applier, _ -> false, _ -> {});
    thread.start();
    apply = thread;
    SnapshotSource honest =
        new SnapshotSource(
            Threads.real().loop("source"),
            () -> 0,
            new RealDisk(directory.resolve("outgoing")),
            1,
            thread,
            () -> 0);
    snapshots = honest;
    PeerNetwork listening =
        new PeerNetwork(new Identity(1, SOURCE, 1, members), new Nobody(), "source", 1_000);
    listening.listen(address, tampered(honest));
    source = listening;
    behind = new PeerNetwork(new Identity(1, BEHIND, 1, members), new Nobody(), "behind", 1_000);
  }

  @AfterEach
  void stop() throws Exception {
    if (snapshots != null) {
      snapshots.close();
    }
    if (apply != null) {
      apply.stop();
    }
    if (source != null) {
      source.close();
    }
    if (behind != null) {
      behind.close();
    }
  }

  private BulkService tampered(SnapshotSource honest) {
    return request -> {
      synchronized (asked) {
        asked.add(request);
      }
      CompletionStage<BulkReply> reply = honest.answer(request);
      if (request.hasRead()
          && request.getRead().getFile() == 0
          && request.getRead().getOffset() == damageAt) {
        damageAt = -1;
        return reply.thenApply(DownloadTest::flipped);
      }
      return lieAboutNames && request.hasOpen() ? reply.thenApply(DownloadTest::escaping) : reply;
    };
  }

  private static BulkReply flipped(BulkReply reply) {
    byte[] data = reply.getPiece().getData().toByteArray();
    data[100] ^= 1;
    return reply.toBuilder()
        .setPiece(reply.getPiece().toBuilder().setData(ByteString.copyFrom(data)))
        .build();
  }

  private static BulkReply escaping(BulkReply reply) {
    Manifest.Builder manifest = reply.getManifest().toBuilder();
    manifest.getFilesBuilder(0).setName("../escaped");
    return reply.toBuilder().setManifest(manifest).build();
  }

  private Download download(String name) {
    return new Download(new RealDisk(directory.resolve(name)));
  }

  private void run(Download download) throws Exception {
    PeerNetwork network = java.util.Objects.requireNonNull(behind);
    try (OwnLoop loop = Threads.real().loop("download");
        BulkConnection connection = network.openBulk(SOURCE)) {
      CompletableFuture.completedFuture(download)
          .thenComposeAsync(it -> it.run(connection, 1, loop), loop::execute)
          .get();
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private void checkFiles(Path incoming) throws IOException {
    assertThat(incoming.resolve("deep/large")).hasBinaryContent(content(LARGE));
    assertThat(incoming.resolve("empty")).hasBinaryContent(new byte[0]);
    assertThat(incoming.resolve("small")).hasBinaryContent(content(SMALL));
  }

  @Test
  void everyFileArrivesAsItIs() throws Exception {
    Path incoming = directory.resolve("incoming");
    Download download = download("incoming");
    run(download);
    assertThat(download.isComplete()).isTrue();
    assertThat(download.slot()).isEqualTo(7);
    checkFiles(incoming);
  }

  @Test
  void aDamagedPieceIsNoticedAndTheNextRunGoesOnFromThere() throws Exception {
    Path incoming = directory.resolve("incoming");
    damageAt = 3L * SnapshotSource.PIECE_BYTES;
    Download download = download("incoming");
    assertThatThrownBy(() -> run(download))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("came damaged");
    assertThat(download.isComplete()).isFalse();
    synchronized (asked) {
      asked.clear();
    }
    run(download);
    checkFiles(incoming);
    synchronized (asked) {
      assertThat(asked)
          .filteredOn(request -> request.hasRead() && request.getRead().getFile() == 0)
          .isNotEmpty()
          .allMatch(request -> request.getRead().getOffset() >= 3L * SnapshotSource.PIECE_BYTES);
    }
  }

  @Test
  void aFileOutsideOfTheSnapshotIsRefused() {
    lieAboutNames = true;
    Download download = download("incoming");
    assertThatThrownBy(() -> run(download))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("outside");
    assertThat(directory.resolve("escaped")).doesNotExist();
  }

  @Test
  void membersThatAskAtTheSameTimeShareASnapshot() throws Exception {
    Download one = download("one");
    Download two = download("two");
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> {
          try {
            run(one);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    run(two);
    first.join();
    try (var made = Files.list(directory.resolve("outgoing"))) {
      assertThat(made).hasSize(1);
    }
    checkFiles(directory.resolve("one"));
    checkFiles(directory.resolve("two"));
  }
}
