package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.synod.node.Failure;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.server.wire.MaintenanceGrpc.MaintenanceBlockingStub;
import io.synod.store.wire.AlarmRequest;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.CompactionResponse;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DefragmentRequest;
import io.synod.store.wire.DefragmentResponse;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.HashKVRequest;
import io.synod.store.wire.HashKVResponse;
import io.synod.store.wire.HashRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.Collections;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and texts as clients match them: all of these are etcd's. */
final class ErrorsOverGrpcTest {

  private static final ByteString KEY = ByteString.copyFromUtf8("key");
  private static final int MAX_REQUEST = 10_000;
  private static final String QUOTA = "1000000";

  private FakeCluster cluster;
  private KVBlockingStub kv;

  @BeforeEach
  void start() throws Exception {
    cluster =
        new FakeCluster(
            Map.of(
                "max-request-bytes", Integer.toString(MAX_REQUEST), "quota-backend-bytes", QUOTA));
    kv = KVGrpc.newBlockingStub(cluster.channel());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private static void refused(Code code, String text, ThrowingCallable call) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call)
        .extracting(StatusRuntimeException::getStatus)
        .returns(code, Status::getCode)
        .returns(text, Status::getDescription);
  }

  @Test
  void anEmptyKeyIsRefusedEverywhere() {
    String text = "etcdserver: key is not provided";
    refused(Code.INVALID_ARGUMENT, text, () -> kv.put(PutRequest.getDefaultInstance()));
    refused(Code.INVALID_ARGUMENT, text, () -> kv.range(RangeRequest.getDefaultInstance()));
    refused(
        Code.INVALID_ARGUMENT, text, () -> kv.deleteRange(DeleteRangeRequest.getDefaultInstance()));
    refused(
        Code.INVALID_ARGUMENT,
        text,
        () -> kv.txn(TxnRequest.newBuilder().addCompare(Compare.getDefaultInstance()).build()));
  }

  @Test
  void aPutThatContradictsItselfIsRefused() {
    PutRequest put = PutRequest.newBuilder().setKey(KEY).build();
    refused(
        Code.INVALID_ARGUMENT,
        "etcdserver: value is provided",
        () -> kv.put(put.toBuilder().setIgnoreValue(true).setValue(KEY).build()));
    refused(
        Code.INVALID_ARGUMENT,
        "etcdserver: lease is provided",
        () -> kv.put(put.toBuilder().setIgnoreLease(true).setLease(4).build()));
    refused(
        Code.INVALID_ARGUMENT,
        "etcdserver: key not found",
        () -> kv.put(put.toBuilder().setIgnoreValue(true).build()));
    refused(
        Code.NOT_FOUND,
        "etcdserver: requested lease not found",
        () -> kv.put(put.toBuilder().setLease(4).build()));
  }

  @Test
  void aTransactionThatIsTooLongOrPutsAKeyTwiceIsRefused() {
    RequestOp put =
        RequestOp.newBuilder().setRequestPut(PutRequest.newBuilder().setKey(KEY)).build();
    refused(
        Code.INVALID_ARGUMENT,
        "etcdserver: duplicate key given in txn request",
        () -> kv.txn(TxnRequest.newBuilder().addSuccess(put).addSuccess(put).build()));
    refused(
        Code.INVALID_ARGUMENT,
        "etcdserver: too many operations in txn request",
        () -> kv.txn(TxnRequest.newBuilder().addAllSuccess(Collections.nCopies(129, put)).build()));
  }

  @Test
  void aRevisionThatIsYetToComeIsRefused() {
    refused(
        Code.OUT_OF_RANGE,
        "etcdserver: mvcc: required revision is a future revision",
        () -> kv.range(RangeRequest.newBuilder().setKey(KEY).setRevision(1_000).build()));
  }

  @Test
  void whatIsCompactedIsRefused() {
    PutRequest put = PutRequest.newBuilder().setKey(KEY).build();
    var _ = kv.put(put);
    long revision = kv.put(put).getHeader().getRevision();
    CompactionRequest.Builder compaction = CompactionRequest.newBuilder();
    refused(
        Code.OUT_OF_RANGE,
        "etcdserver: mvcc: required revision is a future revision",
        () -> kv.compact(compaction.setRevision(revision + 1).build()));

    CompactionResponse compacted =
        kv.compact(compaction.setRevision(revision).setPhysical(true).build());

    assertThat(compacted.getHeader().getRevision()).isEqualTo(revision);
    String text = "etcdserver: mvcc: required revision has been compacted";
    refused(Code.OUT_OF_RANGE, text, () -> kv.compact(compaction.build()));
    RangeRequest old = RangeRequest.newBuilder().setKey(KEY).setRevision(revision - 1).build();
    refused(Code.OUT_OF_RANGE, text, () -> kv.range(old));
    RequestOp read = RequestOp.newBuilder().setRequestRange(old).build();
    refused(
        Code.OUT_OF_RANGE, text, () -> kv.txn(TxnRequest.newBuilder().addSuccess(read).build()));
    assertThat(kv.range(old.toBuilder().setRevision(revision).build()).getCount()).isEqualTo(1);
    MaintenanceBlockingStub maintenance = MaintenanceGrpc.newBlockingStub(cluster.channel());
    refused(
        Code.OUT_OF_RANGE,
        text,
        () -> maintenance.hashKV(HashKVRequest.newBuilder().setRevision(revision).build()));
    refused(
        Code.OUT_OF_RANGE,
        "etcdserver: mvcc: required revision is a future revision",
        () -> maintenance.hashKV(HashKVRequest.newBuilder().setRevision(revision + 1).build()));
  }

  @Test
  void theHashesCoverTheSameAndDefragmentingIsOverAtOnce() {
    long revision = kv.put(PutRequest.newBuilder().setKey(KEY).build()).getHeader().getRevision();
    MaintenanceBlockingStub maintenance = MaintenanceGrpc.newBlockingStub(cluster.channel());

    HashKVResponse hash = maintenance.hashKV(HashKVRequest.getDefaultInstance());
    assertThat(hash.getHeader().getRevision()).isEqualTo(revision);
    assertThat(hash.getHashRevision()).isEqualTo(revision);
    assertThat(hash.getCompactRevision()).isEqualTo(-1);
    assertThat(maintenance.hash(HashRequest.getDefaultInstance()).getHash())
        .isEqualTo(hash.getHash());
    assertThat(maintenance.defragment(DefragmentRequest.getDefaultInstance()))
        .isEqualTo(DefragmentResponse.getDefaultInstance());
  }

  @Test
  void aRequestAboveTheLimitIsTooLarge() {
    ByteString value = ByteString.copyFrom(new byte[MAX_REQUEST]);
    refused(
        Code.INVALID_ARGUMENT,
        "etcdserver: request is too large",
        () -> kv.put(PutRequest.newBuilder().setKey(KEY).setValue(value).build()));
  }

  @Test
  void aMessageFarAboveTheLimitIsRefusedByGrpcItself() {
    int max = MAX_REQUEST + (512 << 10);
    PutRequest put =
        PutRequest.newBuilder().setKey(KEY).setValue(ByteString.copyFrom(new byte[max])).build();
    refused(
        Code.RESOURCE_EXHAUSTED,
        "grpc: received message larger than max (%d vs. %d)"
            .formatted(put.getSerializedSize(), max),
        () -> kv.put(put));
    PutRequest huge = put.toBuilder().setValue(ByteString.copyFrom(new byte[9 * max])).build();
    refused(
        Code.RESOURCE_EXHAUSTED,
        "grpc: received message larger than max (%d vs. %d)"
            .formatted(huge.getSerializedSize(), max),
        () -> kv.put(huge));
  }

  @Test
  void aPutBeyondTheQuotaIsRefusedAndRaisesTheAlarmWhileADeleteIsDone() throws Exception {
    PutRequest put =
        PutRequest.newBuilder().setKey(KEY).setValue(ByteString.copyFrom(new byte[9_000])).build();
    refused(
        Code.RESOURCE_EXHAUSTED,
        "etcdserver: mvcc: database space exceeded",
        () -> {
          for (int i = 0; i < 1_000; i++) {
            kv.put(put);
          }
        });
    assertThat(kv.deleteRange(DeleteRangeRequest.newBuilder().setKey(KEY).build()).getDeleted())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIMED_OUT | UNAVAILABLE | etcdserver: request timed out",
        "NO_LEADER | UNAVAILABLE | etcdserver: no leader",
        "TOO_MANY | RESOURCE_EXHAUSTED | etcdserver: too many requests",
        "NO_SPACE | RESOURCE_EXHAUSTED | etcdserver: mvcc: database space exceeded",
        "UNKNOWN | UNAVAILABLE | etcdserver: request timed out, possibly due to previous leader"
            + " failure",
        "STOPPED | UNAVAILABLE | etcdserver: server stopped",
      })
  void aFailureOfTheMemberHasEtcdsWords(Failure failure, Code code, String text) {
    cluster.engine.failWith(failure);
    refused(code, text, () -> kv.put(PutRequest.newBuilder().setKey(KEY).build()));
    refused(code, text, () -> kv.range(RangeRequest.newBuilder().setKey(KEY).build()));
  }

  @Test
  void aSerializableRangeNeedsNobodyElse() {
    cluster.engine.failWith(Failure.NO_LEADER);
    assertThat(
            kv.range(RangeRequest.newBuilder().setKey(KEY).setSerializable(true).build())
                .getCount())
        .isZero();
  }

  @Test
  void whoRequiresALeaderHearsAtOnceThatThereIsNone() {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    Channel requiring =
        ClientInterceptors.intercept(
            cluster.channel(), MetadataUtils.newAttachHeadersInterceptor(metadata));
    RangeRequest range = RangeRequest.newBuilder().setKey(KEY).setSerializable(true).build();
    assertThat(KVGrpc.newBlockingStub(requiring).range(range).getCount()).isZero();
    cluster.engine.loseLeader();
    refused(
        Code.UNAVAILABLE,
        "etcdserver: no leader",
        () -> KVGrpc.newBlockingStub(requiring).range(range));
  }

  @Test
  void whatIsNotThereYetSaysSo() {
    refused(
        Code.UNIMPLEMENTED,
        "Synod raises and lifts its alarms by itself; none can be raised by a client.",
        () ->
            MaintenanceGrpc.newBlockingStub(cluster.channel())
                .alarm(
                    AlarmRequest.newBuilder()
                        .setAction(AlarmRequest.AlarmAction.ACTIVATE)
                        .build()));
  }

  @Test
  void aRequestThatTheLibraryCompressesIsDone() {
    PutRequest put =
        PutRequest.newBuilder().setKey(KEY).setValue(ByteString.copyFrom(new byte[1_000])).build();
    assertThat(kv.withCompression("gzip").put(put).getHeader().getRevision()).isEqualTo(2);
  }
}
