package io.synod.testing.users;

import static io.synod.testing.users.Jetcd.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.GetOption.SortOrder;
import io.etcd.jetcd.options.GetOption.SortTarget;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.synod.testing.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jetcd's keys and watches, while members die and come back. Each test has keys of its own. */
@RealUsers
final class JetcdWatchTest {

  private Client client;
  private KV kv;

  @BeforeEach
  void connect(Cluster cluster) {
    client = Jetcd.client(cluster.endpoints());
    kv = client.getKVClient();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private long put(String key, String value) throws Exception {
    return kv.put(bytes(key), bytes(value)).get().getHeader().getRevision();
  }

  /** The keys without their prefix, as one word. */
  private String keys(String prefix, GetOption.Builder options) throws Exception {
    List<String> keys = new ArrayList<>();
    for (KeyValue found : kv.get(bytes(prefix), options.isPrefix(true).build()).get().getKvs()) {
      keys.add(found.getKey().toString().substring(prefix.length()));
    }
    return String.join("", keys);
  }

  @Test
  void rangesAreSortedFilteredAndCounted() throws Exception {
    put("range/b", "1");
    long second = put("range/a", "3");
    put("range/c", "2");
    long last = put("range/b", "4");

    assertThat(
            keys(
                "range/",
                GetOption.builder()
                    .withSortField(SortTarget.VALUE)
                    .withSortOrder(SortOrder.DESCEND)))
        .isEqualTo("bac");
    assertThat(
            keys(
                "range/",
                GetOption.builder().withSortField(SortTarget.MOD).withSortOrder(SortOrder.ASCEND)))
        .isEqualTo("acb");
    assertThat(keys("range/", GetOption.builder().withMinModRevision(last))).isEqualTo("b");
    assertThat(keys("range/", GetOption.builder().withMaxCreateRevision(second))).isEqualTo("ab");
    assertThat(keys("range/", GetOption.builder().withRevision(second))).isEqualTo("ab");
    GetOption count = GetOption.builder().isPrefix(true).withCountOnly(true).build();
    assertThat(kv.get(bytes("range/"), count).get().getCount()).isEqualTo(3);
    GetOption from = GetOption.builder().withRange(bytes("range/c")).withKeysOnly(true).build();
    assertThat(kv.get(bytes("range/a"), from).get().getKvs())
        .extracting(found -> found.getValue().isEmpty())
        .containsExactly(true, true);
  }

  @Test
  void transactionsNestAndTellWhatWasThere() throws Exception {
    put("txn/a", "1");
    Cmp isOne = new Cmp(bytes("txn/a"), Cmp.Op.EQUAL, CmpTarget.value(bytes("1")));
    Cmp absent = new Cmp(bytes("txn/b"), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
    Op inner =
        Op.txn(
            new Cmp[] {absent},
            new Op[] {Op.put(bytes("txn/b"), bytes("2"), PutOption.DEFAULT)},
            new Op[] {Op.get(bytes("txn/b"), GetOption.DEFAULT)});
    DeleteOption previous = DeleteOption.builder().withPrevKV(true).build();

    TxnResponse first =
        kv.txn().If(isOne).Then(inner, Op.delete(bytes("txn/a"), previous)).commit().get();

    assertThat(first.isSucceeded()).isTrue();
    assertThat(first.getTxnResponses().getFirst().isSucceeded()).isTrue();
    assertThat(first.getDeleteResponses().getFirst().getPrevKvs().getFirst().getValue())
        .isEqualTo(bytes("1"));
    assertThat(kv.txn().If(isOne).Then(inner).Else(inner).commit().get().isSucceeded()).isFalse();
    assertThat(keys("txn/", GetOption.builder())).isEqualTo("b");
  }

  @Test
  void everyEventComesOnceAndInOrderWhileEachMemberDies(Cluster cluster) throws Exception {
    long first = put("order", "0");
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    WatchOption option = WatchOption.builder().withRevision(first).build();
    try (Watcher _ =
        client
            .getWatchClient()
            .watch(bytes("order"), option, heardOf -> heard.addAll(values(heardOf.getEvents())))) {
      assertThat(heard.take()).isEqualTo("0");
      for (int member = 1; member <= cluster.size(); member++) {
        cluster.kill(member);
        try (Client survivor = Jetcd.client(List.of(cluster.endpoint(cluster.awaitLeader())))) {
          survivor.getKVClient().put(bytes("order"), bytes("without " + member)).get();
        }
        cluster.heal();
        put("order", "with " + member);
        assertThat(heard.take()).isEqualTo("without " + member);
        assertThat(heard.take()).isEqualTo("with " + member);
      }
    }
    assertThat(heard).isEmpty();
  }

  private static List<String> values(List<WatchEvent> events) {
    return events.stream().map(event -> event.getKeyValue().getValue().toString()).toList();
  }

  @Test
  void aWatchThatKnowsOneMemberGoesOnWhenThatOneIsBack(Cluster cluster) throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    long first = put("back", "before");
    try (Client one = Jetcd.client(List.of(cluster.endpoint(1)));
        Watcher _ =
            one.getWatchClient()
                .watch(
                    bytes("back"),
                    WatchOption.builder().withRevision(first).build(),
                    heardOf -> heard.addAll(values(heardOf.getEvents())))) {
      assertThat(heard.take()).isEqualTo("before");
      cluster.kill(1);
      try (Client other = Jetcd.client(List.of(cluster.endpoint(cluster.awaitLeader())))) {
        other.getKVClient().put(bytes("back"), bytes("while it was away")).get();
      }
      cluster.restart(1);
      assertThat(heard.take()).isEqualTo("while it was away");
      put("back", "after");
      assertThat(heard.take()).isEqualTo("after");
    }
  }

  @Test
  void aThousandWatchersOfOneClientHearOfEachOfTheirKeys() throws Exception {
    int keys = 1_000;
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    long before = put("many/before", "");
    List<Watcher> watchers = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      watchers.add(
          client
              .getWatchClient()
              .watch(
                  bytes("many/" + i),
                  WatchOption.builder().withRevision(before).build(),
                  heardOf -> heard.addAll(values(heardOf.getEvents()))));
    }
    CompletableFuture.allOf(
            IntStream.range(0, keys)
                .mapToObj(i -> kv.put(bytes("many/" + i), bytes("" + i)))
                .toArray(CompletableFuture[]::new))
        .get();
    boolean[] seen = new boolean[keys];
    for (int i = 0; i < keys; i++) {
      int key = Integer.parseInt(heard.take());
      assertThat(seen[key]).isFalse();
      seen[key] = true;
    }
    watchers.forEach(Watcher::close);
  }

  @Test
  void aWatchFromACompactedRevisionFailsAndSaysFromWhereItCouldBegin() throws Exception {
    long old = put("compact", "1");
    put("compact", "2");
    long now = put("compact", "3");
    kv.compact(now).get();
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    WatchOption option = WatchOption.builder().withRevision(old).build();
    try (Watcher _ =
        client.getWatchClient().watch(bytes("compact"), option, _ -> {}, failed::complete)) {
      assertThat(failed.get())
          .isInstanceOfSatisfying(
              CompactedException.class,
              compacted -> assertThat(compacted.getCompactedRevision()).isEqualTo(now));
    }
    GetOption then = GetOption.builder().withRevision(old).build();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> kv.get(bytes("compact"), then).get())
        .havingCause()
        .withMessageContaining("etcdserver: mvcc: required revision has been compacted");
  }
}
