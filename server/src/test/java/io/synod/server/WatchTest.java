package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Status;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.Event;
import io.synod.store.wire.Event.EventType;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchCreateRequest.FilterType;
import io.synod.store.wire.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One stream of watches, as etcd's clients see it. */
final class WatchTest {

  private static final int MAX_REQUEST = 100_000;
  private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

  private FakeCluster cluster;
  private KVBlockingStub kv;
  private WatchClient watches;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of("max-request-bytes", Integer.toString(MAX_REQUEST)));
    kv = KVGrpc.newBlockingStub(cluster.channel());
    watches = new WatchClient(cluster.channel());
  }

  @AfterEach
  void stop() throws Exception {
    watches.close();
    cluster.close();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private long put(String key, String value) {
    return kv.put(PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).build())
        .getHeader()
        .getRevision();
  }

  private static WatchCreateRequest.Builder key(String key) {
    return WatchCreateRequest.newBuilder().setKey(bytes(key));
  }

  private static WatchCreateRequest.Builder everything() {
    return WatchCreateRequest.newBuilder().setRangeEnd(ALL);
  }

  private static List<String> texts(List<Event> events) {
    return events.stream()
        .map(event ->
            event.getType() == EventType.PUT
                ? event.getKv().getKey().toStringUtf8()
                    + "="
                    + event.getKv().getValue().toStringUtf8()
                : "-" + event.getKv().getKey().toStringUtf8())
        .toList();
  }

  @Test
  void aWatchHearsWhatBecomesOfItsKeyAndOfNoOther() throws Exception {
    long before = put("key", "zero");
    WatchResponse created = watches.create(key("key").setPrevKv(true));
    assertThat(created.getCreated()).isTrue();
    assertThat(created.getWatchId()).isZero();
    assertThat(created.getHeader().getRevision()).isEqualTo(before);
    assertThat(created.getHeader().getClusterId()).isEqualTo(cluster.roster.clusterId());
    put("other", "x");
    long second = put("key", "one");
    kv.deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("key")).build());
    put("key", "two");
    WatchResponse first = watches.next();
    assertThat(first.getHeader().getRevision()).isGreaterThanOrEqualTo(second);
    List<Event> events = new ArrayList<>(first.getEventsList());
    events.addAll(watches.events(3 - events.size()));
    assertThat(texts(events)).containsExactly("key=one", "-key", "key=two");
    assertThat(events.get(0).getKv().getModRevision()).isEqualTo(second);
    assertThat(events.get(0).getKv().getCreateRevision()).isEqualTo(before);
    assertThat(events.get(0).getKv().getVersion()).isEqualTo(2);
    assertThat(events.get(0).getPrevKv().getValue()).isEqualTo(bytes("zero"));
    assertThat(events.get(1).getKv().getModRevision()).isEqualTo(second + 1);
    assertThat(events.get(1).getPrevKv().getValue()).isEqualTo(bytes("one"));
    assertThat(events.get(2).hasPrevKv()).isFalse();
  }

  @Test
  void whatAKeyHeldBeforeIsWhatItHeldBeforeTheWholeRevision() throws Exception {
    put("b", "old");
    watches.create(everything().setPrevKv(true));
    DeleteRangeRequest.Builder fromA =
        DeleteRangeRequest.newBuilder().setKey(bytes("a")).setRangeEnd(ALL);
    kv.txn(
        TxnRequest.newBuilder()
            .addSuccess(operation("a", "new"))
            .addSuccess(operation("b", "new"))
            .addSuccess(RequestOp.newBuilder().setRequestDeleteRange(fromA))
            .build());
    List<Event> events = watches.events(4);
    assertThat(texts(events)).containsExactly("a=new", "b=new", "-a", "-b");
    assertThat(events.get(0).hasPrevKv()).isFalse();
    assertThat(events.get(1).getPrevKv().getValue()).isEqualTo(bytes("old"));
    assertThat(events.get(2).hasPrevKv()).isFalse();
    assertThat(events.get(3).getPrevKv().getValue()).isEqualTo(bytes("old"));
  }

  private static RequestOp operation(String key, String value) {
    return RequestOp.newBuilder()
        .setRequestPut(PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)))
        .build();
  }

  @Test
  void rangesPrefixesAndFiltersSayWhatIsHeard() throws Exception {
    watches.create(key("b").setRangeEnd(bytes("d")).setWatchId(1));
    watches.create(key("c").setRangeEnd(ALL).setWatchId(2).addFilters(FilterType.NOPUT));
    watches.create(everything().setWatchId(3).addFilters(FilterType.NODELETE));
    put("a", "1");
    put("b", "2");
    put("c", "3");
    put("d", "4");
    kv.deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("c")).build());
    List<List<Event>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int left = 3 + 1 + 4; left > 0; ) {
      WatchResponse response = watches.next();
      heard.get((int) response.getWatchId() - 1).addAll(response.getEventsList());
      left -= response.getEventsCount();
    }
    assertThat(texts(heard.get(0))).containsExactly("b=2", "c=3", "-c");
    assertThat(texts(heard.get(1))).containsExactly("-c");
    assertThat(texts(heard.get(2))).containsExactly("a=1", "b=2", "c=3", "d=4");
  }

  @Test
  void historyIsHeardFromAnyRevisionOn() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      cluster.put(PutRequest.newBuilder().setKey(bytes("key")).setValue(bytes("" + i)).build());
    }
    watches.send(key("key").setStartRevision(2));
    watches.send(key("key").setStartRevision(1_002));
    put("key", "new");
    List<String> whole = new ArrayList<>();
    List<String> part = new ArrayList<>();
    while (whole.size() + part.size() < 3_001 + 2_001) {
      WatchResponse response = watches.next();
      (response.getWatchId() == 0 ? whole : part).addAll(texts(response.getEventsList()));
    }
    List<String> all = new ArrayList<>();
    IntStream.range(0, 3_000).forEach(i -> all.add("key=" + i));
    all.add("key=new");
    assertThat(whole).isEqualTo(all);
    assertThat(part).isEqualTo(all.subList(1_000, 3_001));
  }

  @Test
  void aWatchOfTheFutureHearsNothingBefore() throws Exception {
    long now = put("key", "old");
    watches.create(key("key").setStartRevision(now + 3));
    put("key", "1");
    put("key", "2");
    put("key", "3");
    put("key", "4");
    assertThat(texts(watches.events(2))).containsExactly("key=3", "key=4");
  }

  @Test
  void whatIsDoneInOneRevisionComesInOneResponse() throws Exception {
    watches.create(everything());
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    for (int i = 0; i < 100; i++) {
      txn.addSuccess(
          RequestOp.newBuilder()
              .setRequestPut(
                  PutRequest.newBuilder()
                      .setKey(bytes("key" + i))
                      .setValue(bytes("x".repeat(900)))));
    }
    kv.txn(txn.build());
    WatchResponse response = watches.next();
    assertThat(response.getEventsCount()).isEqualTo(100);
    assertThat(response.getFragment()).isFalse();
  }

  @Test
  void whoWantsFragmentsGetsThem() throws Exception {
    for (int i = 0; i < 20; i++) {
      cluster.put(
          PutRequest.newBuilder()
              .setKey(bytes("key" + i))
              .setValue(bytes("x".repeat(40_000)))
              .build());
    }
    watches.create(everything().setFragment(true).setPrevKv(true));
    kv.deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("key")).setRangeEnd(ALL).build());
    int count = 0;
    WatchResponse response = watches.next();
    while (response.getFragment()) {
      assertThat(response.getSerializedSize()).isLessThan(MAX_REQUEST + (512 << 10));
      count += response.getEventsCount();
      response = watches.next();
    }
    assertThat(count).isBetween(10, 19);
    assertThat(count + response.getEventsCount()).isEqualTo(20);
  }

  @Test
  void numbersAreGivenOrChosenAndNeverTwice() throws Exception {
    assertThat(watches.create(key("a").setWatchId(1)).getWatchId()).isEqualTo(1);
    assertThat(watches.create(key("b")).getWatchId()).isZero();
    assertThat(watches.create(key("c")).getWatchId()).isEqualTo(2);
    WatchResponse twice = watches.create(key("d").setWatchId(2));
    assertThat(twice.getWatchId()).isEqualTo(-1);
    assertThat(twice.getCreated()).isTrue();
    assertThat(twice.getCanceled()).isTrue();
    assertThat(twice.getCancelReason())
        .isEqualTo("mvcc: duplicate watch ID provided on the WatchStream");
    WatchResponse empty = watches.create(key("b").setRangeEnd(bytes("a")));
    assertThat(empty.getCanceled()).isTrue();
    assertThat(empty.getCancelReason()).isEqualTo("mvcc: watcher range is empty");
  }

  @Test
  void aCanceledWatchHearsNothingMore() throws Exception {
    watches.create(key("a"));
    watches.create(key("b"));
    watches.cancel(17);
    watches.cancel(0);
    WatchResponse canceled = watches.next();
    assertThat(canceled.getCanceled()).isTrue();
    assertThat(canceled.getWatchId()).isZero();
    put("a", "1");
    put("b", "2");
    WatchResponse next = watches.next();
    assertThat(next.getWatchId()).isEqualTo(1);
    assertThat(texts(next.getEventsList())).containsExactly("b=2");
  }

  @Test
  void progressIsToldWhenItIsAskedFor() throws Exception {
    watches.create(key("a"));
    long now = put("b", "1");
    watches.askForProgress();
    WatchResponse progress = watches.next();
    assertThat(progress.getWatchId()).isEqualTo(-1);
    assertThat(progress.getEventsCount()).isZero();
    assertThat(progress.getHeader().getRevision()).isEqualTo(now);
  }

  @Test
  void theNumberOfAWatchThatWasCompactedIsTakenUntilTheClientCancelsIt() throws Exception {
    put("a", "1");
    compact(put("a", "2"));
    watches.create(key("a").setStartRevision(1).setWatchId(3));
    assertThat(watches.next().getCompactRevision()).isEqualTo(3);
    assertThat(watches.create(key("a").setWatchId(3)).getCancelReason())
        .isEqualTo("mvcc: duplicate watch ID provided on the WatchStream");
    watches.cancel(3);
    assertThat(watches.next().getCanceled()).isTrue();
    assertThat(watches.create(key("a").setWatchId(3)).getWatchId()).isEqualTo(3);
  }

  @Test
  void aNegativeRevisionIsBeforeWhatIsCompactedOrNow() throws Exception {
    put("a", "1");
    assertThat(watches.create(key("a").setStartRevision(-1)).getCreated()).isTrue();
    watches.create(key("a").setStartRevision(-2));
    assertThat(watches.next().getCompactRevision()).isEqualTo(-1);
    put("a", "2");
    WatchResponse heard = watches.next();
    assertThat(heard.getWatchId()).isZero();
    assertThat(texts(heard.getEventsList())).containsExactly("a=2");
    compact(2);
    watches.create(key("a").setStartRevision(-1));
    assertThat(watches.next().getCompactRevision()).isEqualTo(2);
  }

  @Test
  void whoDoesNotReadHoldsUpNobodyAndMissesNothing() throws Exception {
    watches.create(everything());
    try (WatchClient other = new WatchClient(cluster.channel())) {
      other.create(everything());
      String filler = "x".repeat(50_000);
      for (int i = 0; i < 500; i++) {
        put("key", i + filler);
        List<Event> heard = other.events(1);
        assertThat(heard.getFirst().getKv().getValue().toStringUtf8()).startsWith(i + "x");
      }
    }
    List<Event> late = watches.events(500);
    for (int i = 0; i < 500; i++) {
      assertThat(late.get(i).getKv().getValue().toStringUtf8()).startsWith(i + "x");
    }
    put("key", "last");
    assertThat(texts(watches.events(1))).containsExactly("key=last");
  }

  private void compact(long revision) {
    var _ = kv.compact(CompactionRequest.newBuilder().setRevision(revision).build());
  }

  @Test
  void aWatchOfWhatIsCompactedIsToldSo() throws Exception {
    put("a", "1");
    put("a", "2");
    long revision = put("a", "3");
    compact(revision);

    assertThat(watches.create(everything().setStartRevision(revision - 1)).getCreated()).isTrue();

    // All of this is as etcd has it, the header without a revision too.
    WatchResponse canceled = watches.next();
    assertThat(canceled.getWatchId()).isZero();
    assertThat(canceled.getCanceled()).isTrue();
    assertThat(canceled.getCreated()).isFalse();
    assertThat(canceled.getCompactRevision()).isEqualTo(revision);
    assertThat(canceled.getCancelReason()).isEmpty();
    assertThat(canceled.getHeader().getRevision()).isZero();
    watches.create(everything().setStartRevision(revision));
    assertThat(texts(watches.events(1))).containsExactly("a=3");
  }

  @Test
  void aDeleteThatIsCompactedIsStillHeardByAWatchThatBeginsThere() throws Exception {
    put("a", "1");
    kv.deleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("a")).build());
    compact(3);
    watches.create(everything().setStartRevision(3));
    assertThat(texts(watches.events(1))).containsExactly("-a");
  }

  @Test
  void whoDoesNotReadAndIsOvertakenByACompactionIsToldSo() throws Exception {
    watches.create(everything());
    String filler = "x".repeat(50_000);
    long revision = 0;
    for (int i = 0; i < 500; i++) {
      revision = put("key", i + filler);
    }
    compact(revision);
    WatchResponse response = watches.next();
    int heard = 0;
    while (!response.getCanceled()) {
      for (Event event : response.getEventsList()) {
        assertThat(event.getKv().getValue().toStringUtf8()).startsWith(heard + "x");
        heard++;
      }
      response = watches.next();
    }
    assertThat(heard).isLessThan(500);
    assertThat(response.getCompactRevision()).isEqualTo(revision);
    put("key", "last");
    watches.create(everything().setStartRevision(revision + 1));
    assertThat(texts(watches.events(1))).containsExactly("key=last");
  }

  @Test
  void aStreamThatNeedsALeaderEndsWithoutOne() throws Exception {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    try (WatchClient strict = new WatchClient(cluster.channel(), headers)) {
      strict.create(key("a"));
      cluster.engine.loseLeader();
      Status end = strict.end();
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(end.getDescription()).isEqualTo("etcdserver: no leader");
    }
    watches.create(key("a"));
  }

  @Test
  void whoAsksForNothingMoreStillHears() throws Exception {
    watches.create(key("a"));
    watches.endRequests();
    put("a", "1");
    assertThat(texts(watches.events(1))).containsExactly("a=1");
  }
}
