package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.synod.node.Failure;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.server.wire.LeaseGrpc;
import io.synod.server.wire.LeaseGrpc.LeaseBlockingStub;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseGrantResponse;
import io.synod.store.wire.LeaseKeepAliveResponse;
import io.synod.store.wire.LeaseLeasesRequest;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseStatus;
import io.synod.store.wire.LeaseTimeToLiveRequest;
import io.synod.store.wire.LeaseTimeToLiveResponse;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** etcd's Lease service, as its clients see it; the leases' time is moved by hand. */
final class LeaseCallsTest {

  private FakeCluster cluster;
  private LeaseBlockingStub leases;
  private KVBlockingStub kv;
  private KeepAliveClient keepAlives;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    leases = LeaseGrpc.newBlockingStub(cluster.channel());
    kv = KVGrpc.newBlockingStub(cluster.channel());
    keepAlives = new KeepAliveClient(cluster.channel());
  }

  @AfterEach
  void stop() throws Exception {
    keepAlives.close();
    cluster.close();
  }

  private LeaseGrantResponse grant(long id, long ttl) {
    return leases.leaseGrant(LeaseGrantRequest.newBuilder().setID(id).setTTL(ttl).build());
  }

  private void revoke(long id) {
    var _ = leases.leaseRevoke(LeaseRevokeRequest.newBuilder().setID(id).build());
  }

  private LeaseTimeToLiveResponse timeToLive(long id) {
    return leases.leaseTimeToLive(
        LeaseTimeToLiveRequest.newBuilder().setID(id).setKeys(true).build());
  }

  private long put(String key, long lease) {
    return kv.put(
            PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setLease(lease)
                .setValue(ByteString.copyFromUtf8("value"))
                .build())
        .getHeader()
        .getRevision();
  }

  private List<KeyValue> get(String key) {
    return kv.range(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build())
        .getKvsList();
  }

  private static void refused(Status.Code code, String text, Runnable call) {
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(call::run)
        .satisfies(refusal -> {
          assertThat(refusal.getStatus().getCode()).isEqualTo(code);
          assertThat(refusal.getStatus().getDescription()).isEqualTo(text);
        });
  }

  @Test
  void aLeaseIsGrantedUnderTheIdThatIsGiven() {
    LeaseGrantResponse granted = grant(7, 60);
    assertThat(granted.getID()).isEqualTo(7);
    assertThat(granted.getTTL()).isEqualTo(60);
    assertThat(granted.getHeader().getClusterId()).isEqualTo(cluster.roster.clusterId());
    assertThat(granted.getHeader().getRevision()).isEqualTo(1);
    refused(
        Status.Code.FAILED_PRECONDITION, "etcdserver: lease already exists", () -> grant(7, 60));
  }

  @Test
  void anIdIsChosenIfNoneIsGiven() {
    long one = grant(0, 60).getID();
    long two = grant(0, 60).getID();
    assertThat(one).isPositive();
    assertThat(two).isPositive().isNotEqualTo(one);
    assertThat(leases.leaseLeases(LeaseLeasesRequest.getDefaultInstance()).getLeasesList())
        .extracting(LeaseStatus::getID)
        .containsExactlyInAnyOrder(one, two);
  }

  @Test
  void aTimeToLiveThatIsTooShortIsRaisedAndOneThatIsTooLongRefused() {
    assertThat(grant(1, 1).getTTL()).isEqualTo(2);
    assertThat(grant(2, 0).getTTL()).isEqualTo(2);
    assertThat(grant(3, -5).getTTL()).isEqualTo(2);
    assertThat(grant(4, 9_000_000_000L).getTTL()).isEqualTo(9_000_000_000L);
    refused(
        Status.Code.OUT_OF_RANGE,
        "etcdserver: too large lease TTL",
        () -> grant(5, 9_000_000_001L));
  }

  @ParameterizedTest(name = "heartbeat {0} ms, election {1} ms: {2} s")
  @CsvSource({"100,1000,2", "100,500,1", "10,100,1", "500,5000,8", "300,1000,2", "100,50000,75"})
  void theLeastTimeToLiveIsEtcds(long heartbeat, long election, long seconds) {
    assertThat(LeaseService.leastTtl(heartbeat, election)).isEqualTo(seconds);
  }

  @Test
  void aRevokedLeaseTakesItsKeysAlong() {
    var _ = grant(7, 60);
    long revision = put("key", 7);
    assertThat(get("key").getFirst().getLease()).isEqualTo(7);
    assertThat(
            leases
                .leaseRevoke(LeaseRevokeRequest.newBuilder().setID(7).build())
                .getHeader()
                .getRevision())
        .isEqualTo(revision + 1);
    assertThat(get("key")).isEmpty();
    refused(Status.Code.NOT_FOUND, "etcdserver: requested lease not found", () -> revoke(7));
    refused(Status.Code.NOT_FOUND, "etcdserver: requested lease not found", () -> put("key", 7));
  }

  @Test
  void theRemainingTimeIsToldWithTheKeys() throws Exception {
    var _ = grant(7, 60);
    put("b", 7);
    put("a", 7);
    assertThat(timeToLive(7).getTTL()).isEqualTo(59);
    cluster.pass(20_500);
    LeaseTimeToLiveResponse told = timeToLive(7);
    assertThat(told.getID()).isEqualTo(7);
    assertThat(told.getTTL()).isEqualTo(39);
    assertThat(told.getGrantedTTL()).isEqualTo(60);
    assertThat(told.getKeysList())
        .containsExactly(ByteString.copyFromUtf8("a"), ByteString.copyFromUtf8("b"));
    assertThat(
            leases
                .leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder().setID(7).build())
                .getKeysList())
        .isEmpty();
  }

  @Test
  void aLeaseThatThereIsNotHasNoTimeToLive() {
    LeaseTimeToLiveResponse told = timeToLive(9);
    assertThat(told.getID()).isEqualTo(9);
    assertThat(told.getTTL()).isEqualTo(-1);
    assertThat(told.getGrantedTTL()).isZero();
  }

  @Test
  void leasesAreListedInTheOrderOfTheirEnds() {
    var _ = grant(1, 60);
    var _ = grant(2, 30);
    var _ = grant(3, 90);
    assertThat(leases.leaseLeases(LeaseLeasesRequest.getDefaultInstance()).getLeasesList())
        .extracting(LeaseStatus::getID)
        .containsExactly(2L, 1L, 3L);
  }

  @Test
  void aLeaseEndsWhenItsTimeIsOverAndNoSooner() throws Exception {
    var _ = grant(7, 10);
    put("key", 7);
    cluster.pass(10_500);
    assertThat(get("key")).hasSize(1);
    assertThat(timeToLive(7).getTTL()).isZero();
    cluster.pass(500);
    assertThat(get("key")).isEmpty();
    assertThat(timeToLive(7).getTTL()).isEqualTo(-1);
  }

  @Test
  void aLeaseThatIsKeptAliveGoesOn() throws Exception {
    var _ = grant(7, 10);
    put("key", 7);
    for (int i = 0; i < 5; i++) {
      cluster.pass(9_000);
      LeaseKeepAliveResponse kept = keepAlives.keep(7);
      assertThat(kept.getID()).isEqualTo(7);
      assertThat(kept.getTTL()).isEqualTo(10);
      assertThat(kept.getHeader().getMemberId()).isEqualTo(cluster.roster.self().id().value());
    }
    assertThat(timeToLive(7).getTTL()).isEqualTo(9);
    assertThat(get("key")).hasSize(1);
  }

  @Test
  void whoKeepsALeaseThatThereIsNotIsToldZero() throws Exception {
    LeaseKeepAliveResponse response = keepAlives.keep(9);
    assertThat(response.getID()).isEqualTo(9);
    assertThat(response.getTTL()).isZero();
  }

  @Test
  void whatWaitsIsRenewedTogetherAndAnsweredInOrder() throws Exception {
    for (int i = 1; i <= 100; i++) {
      var _ = grant(i, 10 + i);
    }
    long slots = cluster.engine.status().applied();
    cluster.engine.hold();
    try (KeepAliveClient other = new KeepAliveClient(cluster.channel())) {
      for (int i = 1; i <= 100; i++) {
        (i % 2 == 0 ? keepAlives : other).send(i);
      }
      keepAlives.endRequests();
      cluster.engine.release();
      for (int i = 1; i <= 100; i++) {
        LeaseKeepAliveResponse response = (i % 2 == 0 ? keepAlives : other).next();
        assertThat(response.getID()).isEqualTo(i);
        assertThat(response.getTTL()).isEqualTo(10 + i);
      }
      assertThat(keepAlives.end()).satisfies(end -> assertThat(end.isOk()).as("%s", end).isTrue());
    }
    // However they arrived: those that came while the first was under way went together.
    assertThat(cluster.engine.status().applied() - slots).isLessThan(60);
  }

  @Test
  void aStreamWhoseLeasesCannotBeKeptEndsWithTheReason() throws Exception {
    var _ = grant(7, 10);
    cluster.engine.failWith(Failure.NO_LEADER);
    keepAlives.send(7);
    Status end = keepAlives.end();
    assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(end.getDescription()).isEqualTo("etcdserver: no leader");
    cluster.engine.failWith(null);
    try (KeepAliveClient again = new KeepAliveClient(cluster.channel())) {
      assertThat(again.keep(7).getTTL()).isEqualTo(10);
    }
  }

  /** A burst of keep-alives must not become one command for which all other requests wait. */
  @Test
  void aBurstOfKeepAlivesGoesInCommandsOfModerateLength() throws Exception {
    int burst = 3_000;
    var _ = grant(1, 60);
    cluster.engine.hold();
    for (int i = 0; i < burst; i++) {
      keepAlives.send(1);
    }
    // Goes over the same connection, after the others, and does not need the engine.
    var _ =
        kv.range(
            RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("key"))
                .setSerializable(true)
                .build());
    cluster.engine.release();
    for (int i = 0; i < burst; i++) {
      assertThat(keepAlives.next().getTTL()).isEqualTo(60);
    }
    assertThat(cluster.engine.longestCommand()).isBetween(4_000, 10_000);
  }
}
