package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.store.wire.AlarmRequest;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.PutRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member whose store is full, and what it takes until it is not. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class QuotaTest {
  private static final int QUOTA = 8 << 20;
  private static final int VALUE = 64 << 10;

  @TempDir Path directory;

  private static String url() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  private SynodServer start() throws Exception {
    String peer = url();
    return SynodServer.start(
        ServerConfig.of(
            Map.of(
                "name",
                "full",
                "data-dir",
                directory.resolve("data").toString(),
                "listen-client-urls",
                "http://127.0.0.1:0",
                "advertise-client-urls",
                "http://127.0.0.1:1",
                "listen-peer-urls",
                peer,
                "initial-advertise-peer-urls",
                peer,
                "initial-cluster",
                "full=" + peer,
                "quota-backend-bytes",
                Integer.toString(QUOTA))));
  }

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

  @Test
  void afterACompactionWritesAreAcceptedAgainWithoutAManualStep() throws Exception {
    SynodServer server = start();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    try {
      KVBlockingStub kv = KVGrpc.newBlockingStub(channel).withWaitForReady();
      Random random = new Random(1);
      long revision = 0;
      for (long put = tryPut(kv, random); put > 0; put = tryPut(kv, random)) {
        revision = put;
      }
      assertThat(revision).isGreaterThan(50);
      assertThat(alarmed(channel)).isTrue();
      assertThat(tryPut(kv, random)).isZero();

      var _ =
          kv.compact(
              CompactionRequest.newBuilder().setRevision(revision).setPhysical(true).build());

      long again = tryPut(kv, random);
      while (again == 0) {
        again = tryPut(kv, random);
      }
      assertThat(again).isEqualTo(revision + 1);
      assertThat(alarmed(channel)).isFalse();
    } finally {
      channel.shutdownNow();
      server.close();
    }
  }
}
