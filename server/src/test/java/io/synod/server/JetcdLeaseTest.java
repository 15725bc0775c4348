package io.synod.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.lease.LeaseTimeToLiveResponse;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.support.CloseableClient;
import io.etcd.jetcd.support.Observers;
import io.etcd.jetcd.watch.WatchEvent;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** jetcd's leases; their time is moved by hand. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class JetcdLeaseTest {

  private FakeCluster cluster;
  private Client client;
  private KV kv;
  private Lease leases;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    client = Client.builder().endpoints(cluster.endpoint()).build();
    kv = client.getKVClient();
    leases = client.getLeaseClient();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cluster.close();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }

  private void put(String key, long lease) throws Exception {
    kv.put(bytes(key), bytes("value"), PutOption.builder().withLeaseId(lease).build()).get();
  }

  @Test
  void aKeyGoesWithItsLeaseAndAWatchHearsOfIt() throws Exception {
    BlockingQueue<WatchEvent> heard = new LinkedBlockingQueue<>();
    long lease = leases.grant(10).get().getID();
    put("key", lease);
    long put = kv.get(bytes("key")).get().getHeader().getRevision();
    try (Watcher _ =
        client
            .getWatchClient()
            .watch(bytes("key"), response -> heard.addAll(response.getEvents()))) {
      assertThat(kv.get(bytes("key")).get().getKvs().getFirst().getLease()).isEqualTo(lease);
      cluster.pass(10_500);
      assertThat(kv.get(bytes("key")).get().getCount()).isEqualTo(1);
      cluster.pass(500);
      WatchEvent event = heard.take();
      if (event.getEventType() == WatchEvent.EventType.PUT) {
        event = heard.take();
      }
      assertThat(event.getEventType()).isEqualTo(WatchEvent.EventType.DELETE);
      assertThat(event.getKeyValue().getModRevision()).isEqualTo(put + 1);
    }
  }

  @Test
  void aLeaseIsKeptAliveOnceAndOnAndOn() throws Exception {
    long lease = leases.grant(10).get().getID();
    put("key", lease);
    cluster.pass(9_000);
    assertThat(leases.keepAliveOnce(lease).get().getTTL()).isEqualTo(10);
    cluster.pass(9_000);
    BlockingQueue<LeaseKeepAliveResponse> kept = new LinkedBlockingQueue<>();
    try (CloseableClient _ = leases.keepAlive(lease, Observers.observer(kept::add))) {
      assertThat(kept.take().getID()).isEqualTo(lease);
      cluster.pass(9_000);
      assertThat(kept.take().getTTL()).isEqualTo(10);
      cluster.pass(9_000);
      assertThat(kv.get(bytes("key")).get().getCount()).isEqualTo(1);
    }
  }

  @Test
  void whatRemainsIsTold() throws Exception {
    long lease = leases.grant(30).get().getID();
    put("key", lease);
    cluster.pass(10_500);
    LeaseTimeToLiveResponse told =
        leases.timeToLive(lease, LeaseOption.builder().withAttachedKeys().build()).get();
    assertThat(told.getGrantedTTL()).isEqualTo(30);
    assertThat(told.getTTL()).isEqualTo(19);
    assertThat(told.getKeys()).containsExactly(bytes("key"));
    leases.revoke(lease).get();
    assertThat(kv.get(bytes("key")).get().getCount()).isZero();
    assertThat(leases.timeToLive(lease, LeaseOption.DEFAULT).get().getTTL()).isEqualTo(-1);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> leases.revoke(lease).get())
        .havingCause()
        .withMessageContaining("etcdserver: requested lease not found");
  }
}
