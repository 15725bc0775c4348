package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.LeaseGrpc;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseTimeToLiveRequest;
import io.synod.store.wire.LeaseTimeToLiveResponse;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leases in clusters whose clocks are real. Nothing here depends on how fast they go. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LeaseClusterTest {

  private static final long LEASE = 7;

  @TempDir Path directory;

  private static void grant(LocalCluster cluster, long ttl) {
    var _ =
        LeaseGrpc.newBlockingStub(cluster.channel(0))
            .leaseGrant(LeaseGrantRequest.newBuilder().setID(LEASE).setTTL(ttl).build());
  }

  /** What remains, through a member; asked again as long as there is no leader. */
  private static long remaining(LocalCluster cluster, int through) {
    while (true) {
      try {
        LeaseTimeToLiveResponse told =
            LeaseGrpc.newBlockingStub(cluster.channel(through))
                .withWaitForReady()
                .leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder().setID(LEASE).build());
        return told.getTTL();
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      }
    }
  }

  private static void awaitRemaining(LocalCluster cluster, int through, long most) {
    while (remaining(cluster, through) > most) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aChangedLeaderAndARestartKeepTheRemainingTime() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 3)) {
      grant(cluster, 1_000);
      awaitRemaining(cluster, 0, 998);
      int leader = cluster.leader();
      int other = (leader + 1) % 3;
      cluster.stop(leader);
      assertThat(remaining(cluster, other)).isBetween(1L, 998L);
      awaitRemaining(cluster, other, 997);
      cluster.restart(leader);
      for (int member = 0; member < 3; member++) {
        cluster.stop(member);
      }
      for (int member = 0; member < 3; member++) {
        cluster.restart(member);
      }
      assertThat(remaining(cluster, leader)).isBetween(1L, 997L);
    }
  }

  @Test
  void aKeyIsGoneAtEveryMemberOnceItsLeaseHasEnded() throws Exception {
    try (LocalCluster cluster = LocalCluster.start(directory, 3)) {
      grant(cluster, 2);
      var _ =
          KVGrpc.newBlockingStub(cluster.channel(1))
              .put(
                  PutRequest.newBuilder()
                      .setKey(SynodServerTest.bytes("key"))
                      .setLease(LEASE)
                      .build());
      awaitRemaining(cluster, 2, -1);
      for (int member = 0; member < 3; member++) {
        assertThat(
                KVGrpc.newBlockingStub(cluster.channel(member))
                    .range(RangeRequest.newBuilder().setKey(SynodServerTest.bytes("key")).build())
                    .getCount())
            .isZero();
      }
    }
  }
}
