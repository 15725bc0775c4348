package io.synod.node.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Session;
import io.synod.node.apply.Applier;
import io.synod.node.apply.ApplyThread;
import io.synod.node.apply.DurableMachine;
import io.synod.node.disk.NoSpaceException;
import io.synod.node.disk.RealDisk;
import io.synod.node.loop.Loop;
import io.synod.node.loop.OwnLoop;
import io.synod.node.loop.Threads;
import io.synod.node.loop.Turns;
import io.synod.node.loop.Worker;
import io.synod.node.peers.BulkConnection;
import io.synod.node.peers.BulkService;
import io.synod.node.peers.Network;
import io.synod.node.requests.Admission;
import io.synod.node.requests.Proposals;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.node.wire.Manifest;
import io.synod.node.wire.Piece;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All in one thread; time passes when a test says so. */
class SnapshotFetcherTest {

  private static final MemberId SELF = new MemberId(1);
  private static final MemberId FIRST = new MemberId(2);
  private static final MemberId SECOND = new MemberId(3);
  private static final long LONG_ENOUGH = 1_000;

  private @TempDir Path directory;
  private final HandLoop loop = new HandLoop();
  private final Memory memory = new Memory();
  private final Map<MemberId, Source> sources =
      new TreeMap<>(
          Map.of(FIRST, new Source(10, "first"), SECOND, new Source(20, "the second one")));
  private final List<Long> installed = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private SnapshotFetcher fetcher;

  /** Tasks in the order of their time, which passes by hand. */
  private static final class HandLoop implements OwnLoop {
    private record Task(long at, long number, Runnable work) {}

    private final Queue<Task> tasks =
        new PriorityQueue<>((one, other) ->
            one.at == other.at
                ? Long.compare(one.number, other.number)
                : Long.compare(one.at, other.at));
    private long now;
    private long numbers;

    @Override
    public void execute(Runnable task) {
      after(0, task);
    }

    @Override
    public void after(long millis, Runnable task) {
      tasks.add(new Task(now + millis, ++numbers, task));
    }

    void pass(long millis) {
      long end = now + millis;
      while (!tasks.isEmpty() && tasks.element().at <= end) {
        Task task = tasks.remove();
        now = task.at;
        task.work.run();
      }
      now = end;
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** The apply thread takes its turns on the same loop. */
  private final class HandThreads implements Threads {
    @Override
    public Worker worker(String name, Turns turns) {
      return new Worker() {
        @Override
        public void start() {}

        @Override
        public void wake() {
          loop.execute(turns::turn);
        }

        @Override
        public void join() {}
      };
    }

    @Override
    public OwnLoop loop(String name) {
      return loop;
    }

    @Override
    public void run(String name, Runnable task) {
      loop.execute(task);
    }
  }

  /** A member with a snapshot of one file, which it hands out byte by byte. */
  private static final class Source implements BulkService {
    private final Manifest manifest;
    private final byte[] content;

    /** How many requests it answers before its connections break. */
    private int patience = Integer.MAX_VALUE;

    private final List<BulkRequest> asked = new ArrayList<>();

    Source(long slot, String text) {
      this.content = text.getBytes(UTF_8);
      this.manifest =
          Manifest.newBuilder()
              .setSnapshot(slot)
              .setSlot(slot)
              .addFiles(Manifest.File.newBuilder().setName(text).setLength(content.length))
              .build();
    }

    @Override
    public CompletableFuture<BulkReply> answer(BulkRequest request) {
      asked.add(request);
      if (patience-- <= 0) {
        return CompletableFuture.failedFuture(new IOException("The connection broke."));
      }
      if (request.hasOpen()) {
        return CompletableFuture.completedFuture(
            BulkReply.newBuilder().setManifest(manifest).build());
      }
      CRC32C crc = new CRC32C();
      crc.update(content);
      Piece piece =
          Piece.newBuilder()
              .setData(ByteString.copyFrom(content))
              .setCrc32C((int) crc.getValue())
              .build();
      return CompletableFuture.completedFuture(BulkReply.newBuilder().setPiece(piece).build());
    }
  }

  /** A state that consists of the files of the snapshot that was installed last. */
  private static final class Memory implements DurableMachine<String> {
    private final List<String> files = new ArrayList<>();
    private long slot;
    private int timesWithoutRoom;
    private @Nullable IOException broken;

    @Override
    public void restore(Path snapshot) throws IOException {
      if (timesWithoutRoom-- > 0) {
        throw new NoSpaceException("The disk is full.");
      }
      if (broken != null) {
        throw broken;
      }
      files.clear();
      try (var found = Files.list(snapshot)) {
        for (Path file : found.toList()) {
          files.add(Files.readString(file));
        }
      }
      slot = files.contains("first") ? 10 : 20;
    }

    @Override
    public long durableSlot() {
      return slot;
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
    public void commit(long upTo, Map<String, Bytes> notes) {}

    @Override
    public long flush() {
      return slot;
    }

    @Override
    public void checkpoint(Path target) {}

    @Override
    public void close() {}
  }

  /** Only connections for what is large. */
  private final class HandNetwork implements Network {
    @Override
    public BulkConnection openBulk(MemberId peer) {
      Source source = java.util.Objects.requireNonNull(sources.get(peer));
      return new BulkConnection() {
        @Override
        public CompletableFuture<BulkReply> ask(BulkRequest request) {
          return source.answer(request);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void listen(InetSocketAddress address, BulkService bulk) {}

    @Override
    public void connect() {}

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void send(MemberId to, Message message) {}

    @Override
    public void flush() {}

    @Override
    public List<MemberId> connected() {
      return List.of();
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void begin() throws IOException {
    Applier<String> applier =
        new Applier<>(memory, new Session(SELF, 1), new Proposals<>(10, new Admission(10, 10)));
    ApplyThread apply =
        new ApplyThread(
            new HandThreads(), "apply", applier, NoSpaceException.class::isInstance, failures::add);
    fetcher =
        new SnapshotFetcher(
            loop,
            new RealDisk(directory.resolve("incoming")),
            new HandNetwork(),
            apply,
            () -> 0,
            installed::add,
            failures::add);
  }

  private Source source(MemberId member) {
    return java.util.Objects.requireNonNull(sources.get(member));
  }

  @Test
  void aSnapshotIsFetchedAndInstalled() {
    fetcher.fetch(FIRST);
    loop.pass(0);

    assertThat(installed).containsExactly(10L);
    assertThat(memory.files).containsExactly("first");
    assertThat(directory.resolve("incoming")).doesNotExist();
  }

  @Test
  void theSameSourceGoesOnWhereItsConnectionBroke() {
    source(FIRST).patience = 1;
    fetcher.fetch(FIRST);
    loop.pass(0);
    source(FIRST).patience = Integer.MAX_VALUE;
    loop.pass(LONG_ENOUGH);

    assertThat(installed).containsExactly(10L);
    assertThat(source(FIRST).asked)
        .filteredOn(BulkRequest::hasOpen)
        .extracting(request -> request.getOpen().getContinue())
        .containsExactly(0L, 10L);
  }

  @Test
  void whoeverOfferedLastIsAskedWhenTheFirstBreaksDown() {
    source(FIRST).patience = 1;
    fetcher.fetch(FIRST);
    loop.pass(0);
    fetcher.fetch(SECOND);
    loop.pass(LONG_ENOUGH);

    assertThat(installed).containsExactly(20L);
    assertThat(memory.files).as("nothing of the first's").containsExactly("the second one");
    assertThat(source(SECOND).asked.getFirst().getOpen().getContinue())
        .as("the second does not know the first's snapshot")
        .isZero();
  }

  @Test
  void anOfferDoesNotDisturbASourceThatAnswers() {
    fetcher.fetch(FIRST);
    fetcher.fetch(SECOND);
    loop.pass(LONG_ENOUGH);

    assertThat(installed).containsExactly(10L);
    assertThat(source(SECOND).asked).isEmpty();
  }

  @Test
  void afterManyFailuresItWaitsToBeToldAgain() {
    source(FIRST).patience = 0;
    fetcher.fetch(FIRST);
    loop.pass(100 * LONG_ENOUGH);
    int asked = source(FIRST).asked.size();
    source(FIRST).patience = Integer.MAX_VALUE;
    loop.pass(100 * LONG_ENOUGH);
    assertThat(source(FIRST).asked).hasSize(asked);

    fetcher.fetch(FIRST);
    loop.pass(0);

    assertThat(installed).containsExactly(10L);
    assertThat(failures).isEmpty();
  }

  @Test
  void aFullDiskIsWaitedForAndTheMemberRunsOn() {
    memory.timesWithoutRoom = 20;
    fetcher.fetch(FIRST);
    loop.pass(LONG_ENOUGH);
    assertThat(installed).isEmpty();
    assertThat(memory.files).as("the state is the old one").isEmpty();

    loop.pass(20 * LONG_ENOUGH);

    assertThat(installed).containsExactly(10L);
    assertThat(memory.files).containsExactly("first");
    assertThat(failures).isEmpty();
  }

  @Test
  void aStateThatCannotBeReplacedStopsTheMember() {
    IOException broken = new IOException("Input/output error");
    memory.broken = broken;
    fetcher.fetch(FIRST);
    loop.pass(LONG_ENOUGH);

    assertThat(installed).isEmpty();
    assertThat(failures).containsExactly(broken);
  }
}
