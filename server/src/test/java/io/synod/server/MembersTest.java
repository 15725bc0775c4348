package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.LeaseGrpc;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.server.wire.MaintenanceGrpc.MaintenanceBlockingStub;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.HashKVRequest;
import io.synod.store.wire.HashKVResponse;
import io.synod.store.wire.HashRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.MemberListRequest;
import io.synod.store.wire.MoveLeaderRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.StatusRequest;
import io.synod.store.wire.StatusResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What members tell about themselves and each other; each test leaves all three running. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class MembersTest {

  private static final int MEMBERS = 3;

  @TempDir static Path directory;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.ready(directory, MEMBERS);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static MaintenanceBlockingStub maintenance(int member) {
    return MaintenanceGrpc.newBlockingStub(cluster.channel(member)).withWaitForReady();
  }

  /** What all members answer, once each has applied all that was done before. */
  private static <T> Set<T> answers(Function<MaintenanceBlockingStub, T> call) {
    Set<T> answers = new HashSet<>();
    for (int member = 0; member < MEMBERS; member++) {
      await(member);
      answers.add(call.apply(maintenance(member)));
    }
    return answers;
  }

  /** Returns when a member has read through a quorum; asked again as long as nobody leads. */
  private static void await(int member) {
    RangeRequest any = RangeRequest.newBuilder().setKey(SynodServerTest.bytes("any")).build();
    while (true) {
      try {
        var _ = KVGrpc.newBlockingStub(cluster.channel(member)).withWaitForReady().range(any);
        return;
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
      }
    }
  }

  private static HashKVResponse hashKv(MaintenanceBlockingStub maintenance, long revision) {
    HashKVRequest request = HashKVRequest.newBuilder().setRevision(revision).build();
    return maintenance.hashKV(request).toBuilder().clearHeader().build();
  }

  private static void assertHashesAreTheSame(long revision) {
    assertThat(answers(it -> it.hash(HashRequest.getDefaultInstance()).getHash())).hasSize(1);
    assertThat(answers(it -> hashKv(it, 0))).hasSize(1);
    assertThat(answers(it -> hashKv(it, revision))).hasSize(1);
  }

  @Test
  void hashesAreTheSameOnAllMembersAfterLoadCompactionAndRestart() throws Exception {
    long middle = load(new Random(7));
    assertHashesAreTheSame(middle);
    HashKVResponse before = hashKv(maintenance(0), 0);

    CompactionRequest compaction =
        CompactionRequest.newBuilder().setRevision(middle - 100).setPhysical(true).build();
    var _ = KVGrpc.newBlockingStub(cluster.channel(1)).compact(compaction);
    assertHashesAreTheSame(middle);
    HashKVResponse after = hashKv(maintenance(0), 0);
    assertThat(after.getHashRevision()).isEqualTo(before.getHashRevision());
    assertThat(after.getCompactRevision()).isEqualTo(middle - 100);
    assertThat(after.getHash()).isNotEqualTo(before.getHash());

    for (int member = 0; member < MEMBERS; member++) {
      cluster.stop(member);
      cluster.restart(member);
    }
    assertHashesAreTheSame(middle);
    assertThat(hashKv(maintenance(0), 0)).isEqualTo(after);
  }

  /** Puts, deletes and leases that end; answers a revision in the middle of it all. */
  private static long load(Random random) {
    var kv = KVGrpc.newBlockingStub(cluster.channel(0));
    var leases = LeaseGrpc.newBlockingStub(cluster.channel(2)).withWaitForReady();
    var _ = leases.leaseGrant(LeaseGrantRequest.newBuilder().setID(5).setTTL(10_000).build());
    long middle = 0;
    for (int i = 0; i < 600; i++) {
      ByteString key = ByteString.copyFromUtf8("key" + random.nextInt(100));
      byte[] value = new byte[random.nextInt(200)];
      random.nextBytes(value);
      PutRequest.Builder put =
          PutRequest.newBuilder().setKey(key).setValue(ByteString.copyFrom(value));
      long revision = kv.put(put.setLease(i % 3 == 0 ? 5 : 0).build()).getHeader().getRevision();
      middle = i == 400 ? revision : middle;
      if (i % 7 == 0) {
        var _ = kv.deleteRange(DeleteRangeRequest.newBuilder().setKey(key).build());
      }
    }
    var _ = leases.leaseRevoke(LeaseRevokeRequest.newBuilder().setID(5).build());
    return middle;
  }

  @Test
  void everyMembersStatusIsTrue() {
    cluster.put(0, "status", "x");
    Set<Long> leaders = new HashSet<>();
    Set<Long> ids = new HashSet<>();
    for (int member = 0; member < MEMBERS; member++) {
      await(member);
      StatusResponse status = maintenance(member).status(StatusRequest.getDefaultInstance());
      leaders.add(status.getLeader());
      ids.add(status.getHeader().getMemberId());
      assertThat(status.getVersion()).isEqualTo(MaintenanceService.ETCD_VERSION);
      assertThat(status.getDbSize()).isPositive();
      assertThat(status.getDbSizeInUse()).isPositive().isLessThanOrEqualTo(status.getDbSize());
      assertThat(status.getDbSizeQuota()).isEqualTo(2L << 30);
      assertThat(status.getRaftIndex()).isGreaterThanOrEqualTo(status.getRaftAppliedIndex());
      assertThat(status.getRaftAppliedIndex()).isPositive();
      assertThat(status.getRaftTerm()).isEqualTo(status.getHeader().getRaftTerm()).isPositive();
      assertThat(status.getHeader().getRevision()).isGreaterThan(1);
      assertThat(status.getErrorsList()).isEmpty();
      assertThat(status.getIsLearner()).isFalse();
      assertThat(status.getStorageVersion()).isEmpty();
      assertThat(status.getDowngradeInfo().getEnabled()).isFalse();
    }
    assertThat(ids).hasSize(MEMBERS).containsAll(leaders);
    assertThat(leaders).hasSize(1);
  }

  @Test
  void withoutAQuorumMembersAreToldOnlyToWhoDoesNotAskForOne() throws Exception {
    int left = cluster.leader();
    for (int member = 0; member < MEMBERS; member++) {
      if (member != left) {
        cluster.stop(member);
      }
    }
    var stub = ClusterGrpc.newBlockingStub(cluster.channel(left));
    assertThat(stub.memberList(MemberListRequest.getDefaultInstance()).getMembersList())
        .hasSize(MEMBERS);
    MemberListRequest linearizable = MemberListRequest.newBuilder().setLinearizable(true).build();
    StatusRuntimeException failed =
        catchThrowableOfType(StatusRuntimeException.class, () -> stub.memberList(linearizable));
    assertThat(failed.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(failed.getStatus().getDescription())
        .isIn("etcdserver: request timed out", "etcdserver: no leader");
    for (int member = 0; member < MEMBERS; member++) {
      if (member != left) {
        cluster.restart(member);
      }
    }
    await(left);
    assertThat(stub.memberList(linearizable).getMembersList()).hasSize(MEMBERS);
  }

  @Test
  void theLeadMovesToTheMemberThatIsNamed() throws Exception {
    int leader = cluster.leader();
    int other = (leader + 1) % MEMBERS;
    await(other);
    long target =
        maintenance(other).status(StatusRequest.getDefaultInstance()).getHeader().getMemberId();
    MoveLeaderRequest move = MoveLeaderRequest.newBuilder().setTargetID(target).build();
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> maintenance(other).moveLeader(move));
    assertThat(refused).hasMessage("FAILED_PRECONDITION: etcdserver: not leader");

    var _ = maintenance(leader).moveLeader(move);

    assertThat(maintenance(leader).status(StatusRequest.getDefaultInstance()).getLeader())
        .isEqualTo(target);
    cluster.put(leader, "moved", "yes");
    assertThat(cluster.leader()).isEqualTo(other);
  }
}
