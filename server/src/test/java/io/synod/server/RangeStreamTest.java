package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.StatusRuntimeException;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeRequest.SortOrder;
import io.synod.store.wire.RangeRequest.SortTarget;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.RangeStreamResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A range in many messages: together they are what Range answers. */
final class RangeStreamTest {

  private static final int KEYS = 3_000;
  private static final ByteString END = ByteString.copyFromUtf8("kez");

  private FakeCluster cluster;
  private KVBlockingStub kv;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    kv = KVGrpc.newBlockingStub(cluster.channel());
    for (int i = 0; i < KEYS; i++) {
      put(i, "x".repeat(200) + i);
    }
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private void put(int key, String value) throws Exception {
    cluster.put(
        PutRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8("key%05d".formatted(key)))
            .setValue(ByteString.copyFromUtf8(value))
            .build());
  }

  private static RangeRequest.Builder all() {
    return RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("key")).setRangeEnd(END);
  }

  private List<RangeResponse> stream(RangeRequest request) {
    List<RangeResponse> pages = new ArrayList<>();
    kv.rangeStream(request).forEachRemaining(page -> pages.add(page.getRangeResponse()));
    return pages;
  }

  private static RangeResponse merged(List<RangeResponse> pages) {
    RangeResponse.Builder merged = RangeResponse.newBuilder();
    pages.forEach(merged::mergeFrom);
    return merged.build();
  }

  @Test
  void allPagesTogetherAreTheAnswerToTheRange() {
    long middle = cluster.store.revision() - 1_000;
    for (RangeRequest.Builder request :
        List.of(
            all(),
            all().setKeysOnly(true),
            all().setCountOnly(true),
            all().setLimit(2_500),
            all().setLimit(KEYS),
            all().setLimit(1).setSerializable(true),
            all().setRevision(middle),
            all().setSortOrder(SortOrder.ASCEND).setSortTarget(SortTarget.KEY),
            RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("key00007")),
            RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("nothing")))) {
      assertThat(merged(stream(request.build())))
          .as("%s", request)
          .isEqualTo(kv.range(request.build()));
    }
  }

  @Test
  void onlyTheLastPageTellsOfTheWhole() {
    List<RangeResponse> pages = stream(all().setLimit(2_500).build());
    assertThat(pages).hasSizeGreaterThan(3);
    for (RangeResponse page : pages.subList(0, pages.size() - 1)) {
      assertThat(page.hasHeader()).isFalse();
      assertThat(page.getCount()).isZero();
      assertThat(page.getMore()).isFalse();
      assertThat(page.getSerializedSize()).isBetween(50_000, 200_000);
    }
    RangeResponse last = pages.getLast();
    assertThat(last.getHeader().getRevision()).isEqualTo(cluster.store.revision());
    assertThat(last.getCount()).isEqualTo(KEYS);
    assertThat(last.getMore()).isTrue();
  }

  @Test
  void whatHappensMeanwhileIsNotInIt() throws Exception {
    for (int i = 0; i < 4; i++) {
      put(KEYS + i, "y".repeat(1_000_000));
    }
    long revision = cluster.store.revision();
    Iterator<RangeStreamResponse> pages = kv.rangeStream(all().build());
    List<RangeResponse> read = new ArrayList<>(List.of(pages.next().getRangeResponse()));
    put(KEYS + 3, "new");
    put(KEYS + 9, "new");
    var _ =
        kv.compact(
            CompactionRequest.newBuilder()
                .setRevision(cluster.store.revision())
                .setPhysical(false)
                .build());
    pages.forEachRemaining(page -> read.add(page.getRangeResponse()));
    RangeResponse all = merged(read);
    assertThat(all.getHeader().getRevision()).isEqualTo(revision);
    assertThat(all.getCount()).isEqualTo(KEYS + 4);
    assertThat(all.getKvs(KEYS + 3).getValue().size()).isEqualTo(1_000_000);
  }

  @Test
  void whoGivesUpInTheMiddleLeavesNothingBehind() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      CancellableContext context = Context.current().withCancellation();
      context.run(() -> assertThat(kv.rangeStream(all().build()).hasNext()).isTrue());
      var _ = context.cancel(null);
    }
    assertThat(merged(stream(all().build())).getCount()).isEqualTo(KEYS);
  }

  @Test
  void whatCannotBeStreamedIsRefusedAsInEtcd() {
    refused("INVALID_ARGUMENT: etcdserver: key is not provided", RangeRequest.newBuilder());
    refused(
        "UNIMPLEMENTED: RangeStream does not support custom sort orders",
        all().setSortOrder(SortOrder.DESCEND));
    refused(
        "UNIMPLEMENTED: RangeStream does not support revision filters", all().setMinModRevision(1));
    refused(
        "OUT_OF_RANGE: etcdserver: mvcc: required revision is a future revision",
        all().setRevision(cluster.store.revision() + 1));
    var _ = kv.compact(CompactionRequest.newBuilder().setRevision(9).build());
    refused(
        "OUT_OF_RANGE: etcdserver: mvcc: required revision has been compacted",
        all().setRevision(8));
  }

  private void refused(String message, RangeRequest.Builder request) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> stream(request.build()))
        .withMessage(message);
  }
}
