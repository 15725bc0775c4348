package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.synod.server.wire.CampaignRequest;
import io.synod.server.wire.CampaignResponse;
import io.synod.server.wire.ElectionGrpc;
import io.synod.server.wire.ElectionGrpc.ElectionBlockingStub;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.server.wire.LeaderRequest;
import io.synod.server.wire.LeaderResponse;
import io.synod.server.wire.LeaseGrpc;
import io.synod.server.wire.LeaseGrpc.LeaseBlockingStub;
import io.synod.server.wire.LockGrpc;
import io.synod.server.wire.LockGrpc.LockBlockingStub;
import io.synod.server.wire.LockRequest;
import io.synod.server.wire.LockResponse;
import io.synod.server.wire.ProclaimRequest;
import io.synod.server.wire.ResignRequest;
import io.synod.server.wire.UnlockRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Locks and elections, as etcd's clients see them. */
final class LockTest {

  private static final ByteString NAME = ByteString.copyFromUtf8("line");

  private FakeCluster cluster;
  private KVBlockingStub kv;
  private LeaseBlockingStub leases;
  private LockBlockingStub locks;
  private ElectionBlockingStub elections;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    kv = KVGrpc.newBlockingStub(cluster.channel());
    leases = LeaseGrpc.newBlockingStub(cluster.channel());
    locks = LockGrpc.newBlockingStub(cluster.channel());
    elections = ElectionGrpc.newBlockingStub(cluster.channel());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private void grant(long id) {
    var _ = leases.leaseGrant(LeaseGrantRequest.newBuilder().setID(id).setTTL(600).build());
  }

  private static LockRequest lock(long lease) {
    return LockRequest.newBuilder().setName(NAME).setLease(lease).build();
  }

  private ListenableFuture<LockResponse> lockLater(long lease) {
    return LockGrpc.newFutureStub(cluster.channel()).lock(lock(lease));
  }

  private void unlock(ByteString key) {
    var _ = locks.unlock(UnlockRequest.newBuilder().setKey(key).build());
  }

  /** Waits until so many stand in the line. */
  private RangeResponse line(int length) {
    RangeResponse line;
    do {
      line =
          kv.range(
              RangeRequest.newBuilder().setKey(bytes("line/")).setRangeEnd(bytes("line0")).build());
    } while (line.getKvsCount() != length);
    return line;
  }

  @Test
  void whoComesFirstHasTheLockAndTheNextGetsIt() throws Exception {
    grant(0xabc);
    grant(0xdef);
    LockResponse first = locks.lock(lock(0xabc));
    assertThat(first.getKey()).isEqualTo(bytes("line/abc"));
    assertThat(first.getHeader().getRevision()).isEqualTo(2);
    ListenableFuture<LockResponse> second = lockLater(0xdef);
    line(2);
    assertThat(second.isDone()).isFalse();
    unlock(first.getKey());
    assertThat(second.get().getKey()).isEqualTo(bytes("line/def"));
  }

  @Test
  void whoHasTheLockGetsItAgain() {
    grant(7);
    LockResponse first = locks.lock(lock(7));
    assertThat(locks.lock(lock(7)).getKey()).isEqualTo(first.getKey());
  }

  @Test
  void theEndOfALeaseGivesTheLockToTheNext() throws Exception {
    grant(1);
    grant(2);
    var _ = locks.lock(lock(1));
    ListenableFuture<LockResponse> second = lockLater(2);
    line(2);
    var _ = leases.leaseRevoke(LeaseRevokeRequest.newBuilder().setID(1).build());
    assertThat(second.get().getKey()).isEqualTo(bytes("line/2"));
  }

  @Test
  void whoGivesUpLeavesTheLine() throws Exception {
    grant(1);
    grant(2);
    grant(3);
    LockResponse first = locks.lock(lock(1));
    ListenableFuture<LockResponse> second = lockLater(2);
    line(2);
    ListenableFuture<LockResponse> third = lockLater(3);
    line(3);
    second.cancel(true);
    line(2);
    unlock(first.getKey());
    assertThat(third.get().getKey()).isEqualTo(bytes("line/3"));
  }

  @Test
  void whoseLeaseEndsInTheLineIsTold() throws Exception {
    grant(1);
    grant(2);
    LockResponse first = locks.lock(lock(1));
    ListenableFuture<LockResponse> second = lockLater(2);
    line(2);
    var _ = leases.leaseRevoke(LeaseRevokeRequest.newBuilder().setID(2).build());
    unlock(first.getKey());
    assertThatThrownBy(second::get).hasMessageContaining("mutex: session is expired");
  }

  @Test
  void aLockWithoutALeaseGetsOneOfItsOwn() {
    LockResponse own = locks.lock(lock(0));
    assertThat(line(1).getKvs(0).getLease()).isNotZero();
    assertThat(own.getKey())
        .isEqualTo(bytes("line/" + Long.toHexString(line(1).getKvs(0).getLease())));
  }

  @Test
  void aLeaseThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> locks.lock(lock(99)))
        .hasMessage("UNKNOWN: etcdserver: requested lease not found");
  }

  private static CampaignRequest campaign(long lease, String value) {
    return CampaignRequest.newBuilder()
        .setName(NAME)
        .setLease(lease)
        .setValue(bytes(value))
        .build();
  }

  @Test
  void oneIsElectedProclaimsAndResigns() throws Exception {
    grant(1);
    grant(2);
    LeaderRequest who = LeaderRequest.newBuilder().setName(NAME).build();
    assertThatThrownBy(() -> elections.leader(who)).hasMessage("UNKNOWN: election: no leader");
    CampaignResponse first = elections.campaign(campaign(1, "one"));
    assertThat(first.getLeader().getKey()).isEqualTo(bytes("line/1"));
    assertThat(first.getLeader().getRev()).isEqualTo(2);
    assertThat(first.getLeader().getLease()).isEqualTo(1);
    ListenableFuture<CampaignResponse> second =
        ElectionGrpc.newFutureStub(cluster.channel()).campaign(campaign(2, "two"));
    line(2);
    assertThat(elections.leader(who).getKv().getValue()).isEqualTo(bytes("one"));
    ProclaimRequest proclaim =
        ProclaimRequest.newBuilder().setLeader(first.getLeader()).setValue(bytes("uno")).build();
    var _ = elections.proclaim(proclaim);
    assertThat(elections.leader(who).getKv().getValue()).isEqualTo(bytes("uno"));
    var _ = elections.resign(ResignRequest.newBuilder().setLeader(first.getLeader()).build());
    assertThat(second.get().getLeader().getKey()).isEqualTo(bytes("line/2"));
    assertThatThrownBy(() -> elections.proclaim(proclaim))
        .hasMessage("UNKNOWN: election: not leader");
  }

  @Test
  void whoCampaignsAgainSaysWhatItSaysNow() {
    grant(1);
    var _ = elections.campaign(campaign(1, "one"));
    var _ = elections.campaign(campaign(1, "uno"));
    assertThat(line(1).getKvs(0).getValue()).isEqualTo(bytes("uno"));
  }

  @Test
  void observersHearWhoLeads() throws Exception {
    Iterator<LeaderResponse> heard =
        elections.observe(LeaderRequest.newBuilder().setName(NAME).build());
    grant(1);
    CampaignResponse first = elections.campaign(campaign(1, "one"));
    assertThat(heard.next().getKv().getValue()).isEqualTo(bytes("one"));
    var _ =
        elections.proclaim(
            ProclaimRequest.newBuilder()
                .setLeader(first.getLeader())
                .setValue(bytes("uno"))
                .build());
    assertThat(heard.next().getKv().getValue()).isEqualTo(bytes("uno"));
    var _ = elections.resign(ResignRequest.newBuilder().setLeader(first.getLeader()).build());
    grant(2);
    var _ = elections.campaign(campaign(2, "two"));
    assertThat(heard.next().getKv().getValue()).isEqualTo(bytes("two"));
  }
}
