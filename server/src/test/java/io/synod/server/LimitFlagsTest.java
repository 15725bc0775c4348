package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.synod.server.RawHttp2.Frame;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.WatchGrpc;
import io.synod.store.wire.Compare;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flags that set limits and intervals, seen from a client. */
final class LimitFlagsTest {

  private static final String WATCH = "/" + WatchGrpc.getWatchMethod().getFullMethodName();

  private FakeCluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster =
        new FakeCluster(
            Map.of(
                "max-txn-ops", "3",
                "max-concurrent-streams", "2",
                "watch-progress-notify-interval", "100ms"));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aTransactionHasNoMoreOperationsThanTheFlagSays() {
    var kv = KVGrpc.newBlockingStub(cluster.channel());
    Compare any = Compare.newBuilder().setKey(ByteString.copyFromUtf8("a")).build();
    TxnRequest.Builder txn = TxnRequest.newBuilder().addCompare(any).addCompare(any);
    assertThat(kv.txn(txn.addCompare(any).build()).getSucceeded()).isTrue();
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(() -> kv.txn(txn.addCompare(any).build()))
        .withMessage("INVALID_ARGUMENT: etcdserver: too many operations in txn request");
  }

  @Test
  void aConnectionHasNoMoreStreamsThanTheFlagSaysUntilOneEnds() throws Exception {
    try (RawHttp2 client = new RawHttp2(cluster.endpoint())) {
      client.flush();
      Frame settings = client.read();
      assertThat(settings.type()).isEqualTo(RawHttp2.SETTINGS);
      ByteString limit =
          ByteString.copyFrom(
              new byte[] {0, Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS, 0, 0, 0, 2});
      assertThat(settings.payload().toStringUtf8()).contains(limit.toStringUtf8());
      client.settle();

      client.call(1, WATCH);
      client.call(3, WATCH);
      client.call(5, WATCH);
      client.flush();
      assertThat(reset(client, 5)).isEqualTo(Http2Error.REFUSED_STREAM.code());

      client.number(RawHttp2.RST_STREAM, 3, (int) Http2Error.CANCEL.code());
      client.call(7, WATCH);
      client.call(9, WATCH);
      client.flush();
      assertThat(reset(client, 9)).isEqualTo(Http2Error.REFUSED_STREAM.code());
    }
  }

  /** Why the first stream is reset that is; it has to be this one. */
  private static long reset(RawHttp2 client, int stream) throws Exception {
    Frame frame = client.read();
    while (frame.type() != RawHttp2.RST_STREAM) {
      frame = client.read();
    }
    assertThat(frame.stream()).isEqualTo(stream);
    return frame.payload().asReadOnlyByteBuffer().getInt();
  }

  @Test
  void aWatchThatWantsItIsToldOfProgressAsOftenAsTheFlagSays() throws Exception {
    try (WatchClient watches = new WatchClient(cluster.channel())) {
      WatchCreateRequest.Builder all =
          WatchCreateRequest.newBuilder().setRangeEnd(ByteString.copyFrom(new byte[1]));
      watches.create(all.setProgressNotify(true));
      for (int i = 0; i < 2; i++) {
        WatchResponse progress = watches.next();
        assertThat(progress.getWatchId()).isZero();
        assertThat(progress.getEventsCount()).isZero();
        assertThat(progress.getHeader().getRevision()).isEqualTo(cluster.store.revision());
      }
    }
  }
}
