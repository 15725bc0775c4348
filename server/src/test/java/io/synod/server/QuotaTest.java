package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.store.wire.AlarmRequest;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.PutRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members whose stores are full, and what it takes until they are not. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class QuotaTest {
  private static final int MEMBERS = 3;
  private static final int QUOTA = 8 << 20;
  private static final int VALUE = 64 << 10;

  @TempDir Path directory;

  private static PutRequest put(Random random) {
    byte[] value = new byte[VALUE];
    random.nextBytes(value);
    return PutRequest.newBuilder()
        .setKey(ByteString.copyFromUtf8("key"))
        .setValue(ByteString.copyFrom(value))
        .build();
  }

  /** The revision of a put; 0 if there was no room for it. */
  private static long tryPut(KVBlockingStub kv, Random random) {
    try {
      return kv.put(put(random)).getHeader().getRevision();
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      return 0;
    }
  }

  private static boolean alarmed(ManagedChannel channel) {
    return MaintenanceGrpc.newBlockingStub(channel)
            .alarm(AlarmRequest.getDefaultInstance())
            .getAlarmsCount()
        > 0;
  }

  /** Puts through a member until there is no room there; answers the last revision, if any. */
  private static long fill(KVBlockingStub kv, Random random) {
    long last = 0;
    for (long put = tryPut(kv, random); put > 0; put = tryPut(kv, random)) {
      last = put;
    }
    return last;
  }

  /** A put through a member that has room again, as soon as it has. */
  private static long putAgain(KVBlockingStub kv, Random random) {
    long again = tryPut(kv, random);
    while (again == 0) {
      again = tryPut(kv, random);
    }
    return again;
  }

  /** In etcd somebody has to defragment each member and to lift the alarm before. */
  @Test
  void afterACompactionEveryMemberAcceptsWritesAgainWithoutAManualStep() throws Exception {
    Map<String, String> flags = Map.of("quota-backend-bytes", Integer.toString(QUOTA));
    try (LocalCluster cluster = LocalCluster.start(directory, MEMBERS, flags)) {
      int _ = cluster.leader();
      Random random = new Random(1);
      long revision = 0;
      for (int member = 0; member < MEMBERS; member++) {
        revision = Math.max(revision, fill(kv(cluster, member), random));
      }
      assertThat(revision).isGreaterThan(50);
      for (int member = 0; member < MEMBERS; member++) {
        assertThat(alarmed(cluster.channel(member))).isTrue();
        assertThat(tryPut(kv(cluster, member), random)).isZero();
        revision = Math.max(revision, delete(kv(cluster, member)));
      }

      var _ =
          kv(cluster, 0)
              .compact(
                  CompactionRequest.newBuilder().setRevision(revision).setPhysical(true).build());

      for (int member = 0; member < MEMBERS; member++) {
        long again = putAgain(kv(cluster, member), random);
        assertThat(again).isEqualTo(revision + 1);
        revision = again;
        assertThat(alarmed(cluster.channel(member))).isFalse();
      }
    }
  }

  private static KVBlockingStub kv(LocalCluster cluster, int member) {
    return KVGrpc.newBlockingStub(cluster.channel(member)).withWaitForReady();
  }

  /** What takes no room is done also where there is none. */
  private static long delete(KVBlockingStub kv) {
    DeleteRangeRequest request =
        DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("key")).build();
    return kv.deleteRange(request).getHeader().getRevision();
  }
}
