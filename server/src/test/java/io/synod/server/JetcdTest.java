package io.synod.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.lock.LockResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class JetcdTest {

  private FakeCluster cluster;
  private Client client;
  private KV kv;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of());
    client = Client.builder().endpoints(cluster.endpoint()).build();
    kv = client.getKVClient();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cluster.close();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }

  @Test
  void putsGetsAndDeletes() throws Exception {
    kv.put(bytes("key"), bytes("one")).get();
    PutOption previous = PutOption.builder().withPrevKV().build();
    assertThat(kv.put(bytes("key"), bytes("two"), previous).get().getPrevKv().getValue())
        .isEqualTo(bytes("one"));
    GetResponse got = kv.get(bytes("key")).get();
    KeyValue found = got.getKvs().getFirst();
    assertThat(found.getValue()).isEqualTo(bytes("two"));
    assertThat(found.getVersion()).isEqualTo(2);
    assertThat(got.getHeader().getRevision()).isEqualTo(3);
    assertThat(got.getHeader().getRaftTerm()).isEqualTo(FakeEngine.ROUND);
    assertThat(got.getHeader().getClusterId()).isEqualTo(cluster.roster.clusterId());
    DeleteOption prefix = DeleteOption.builder().isPrefix(true).build();
    assertThat(kv.delete(bytes("k"), prefix).get().getDeleted()).isEqualTo(1);
  }

  @Test
  void rangesArePagedByTheirLimit() throws Exception {
    for (int i = 0; i < 5; i++) {
      kv.put(bytes("key" + i), bytes("value")).get();
    }
    GetOption two = GetOption.builder().isPrefix(true).withLimit(2).build();
    GetResponse page = kv.get(bytes("key"), two).get();
    assertThat(page.getKvs())
        .extracting(KeyValue::getKey)
        .containsExactly(bytes("key0"), bytes("key1"));
    assertThat(page.isMore()).isTrue();
    assertThat(page.getCount()).isEqualTo(5);
  }

  @Test
  void aTransactionComparesAndDoes() throws Exception {
    Cmp absent = new Cmp(bytes("key"), Cmp.Op.EQUAL, CmpTarget.version(0));
    Op put = Op.put(bytes("key"), bytes("value"), PutOption.DEFAULT);
    Op get = Op.get(bytes("key"), GetOption.DEFAULT);
    TxnResponse first = kv.txn().If(absent).Then(put).Else(get).commit().get();
    assertThat(first.isSucceeded()).isTrue();
    TxnResponse second = kv.txn().If(absent).Then(put).Else(get).commit().get();
    assertThat(second.isSucceeded()).isFalse();
    assertThat(second.getGetResponses().getFirst().getKvs()).hasSize(1);
  }

  @Test
  void errorsHaveEtcdsCodes() {
    GetOption future = GetOption.builder().withRevision(1_000).build();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> kv.get(bytes("key"), future).get())
        .havingCause()
        .withMessage("OUT_OF_RANGE: etcdserver: mvcc: required revision is a future revision");
  }

  @Test
  void membersAndStatusAreTold() throws Exception {
    assertThat(client.getClusterClient().listMember().get().getMembers())
        .singleElement()
        .satisfies(member -> {
          assertThat(member.getName()).isEqualTo("default");
          assertThat(member.getClientURIs())
              .isEqualTo(List.copyOf(cluster.config.advertiseClient()));
        });
    assertThat(client.getMaintenanceClient().statusMember(cluster.endpoint()).get().getLeader())
        .isEqualTo(cluster.roster.self().id().value());
  }

  @Test
  void aWatcherHearsWhatHappensAndGoesOnFromARevision() throws Exception {
    long first = kv.put(bytes("key0"), bytes("old")).get().getHeader().getRevision();
    BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
    WatchOption fromTheStart =
        WatchOption.builder().isPrefix(true).withPrevKV(true).withRevision(first).build();
    try (Watch.Watcher _ =
        client
            .getWatchClient()
            .watch(bytes("key"), fromTheStart, heard -> events.addAll(heard.getEvents()))) {
      kv.put(bytes("key1"), bytes("new")).get();
      kv.delete(bytes("key1")).get();
      assertThat(events.take().getKeyValue().getValue()).isEqualTo(bytes("old"));
      assertThat(events.take().getKeyValue().getKey()).isEqualTo(bytes("key1"));
      WatchEvent deleted = events.take();
      assertThat(deleted.getEventType()).isEqualTo(WatchEvent.EventType.DELETE);
      assertThat(deleted.getPrevKV().getValue()).isEqualTo(bytes("new"));
    }
  }

  @Test
  void aLockIsHeldByOneAndAnElectionHasOneLeader() throws Exception {
    long lease = client.getLeaseClient().grant(60).get().getID();
    long other = client.getLeaseClient().grant(60).get().getID();
    Lock locks = client.getLockClient();
    ByteSequence key = locks.lock(bytes("name"), lease).get().getKey();
    CompletableFuture<LockResponse> next = locks.lock(bytes("name"), other);
    locks.unlock(key).get();
    assertThat(next.get().getKey()).isNotEqualTo(key);
    Election elections = client.getElectionClient();
    CampaignResponse leads = elections.campaign(bytes("seat"), lease, bytes("one")).get();
    assertThat(elections.leader(bytes("seat")).get().getKv().getValue()).isEqualTo(bytes("one"));
    elections.resign(leads.getLeader()).get();
  }
}
