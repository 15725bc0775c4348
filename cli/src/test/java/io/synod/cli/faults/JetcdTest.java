package io.synod.cli.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** jetcd against three processes, through each of them. */
final class JetcdTest {
  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  @Test
  void whatJetcdWritesThroughOneMemberItReadsThroughAnyOther() throws Exception {
    Cluster cluster = processes.cluster(home, 3);
    cluster.start();
    for (int writer = 0; writer < 3; writer++) {
      try (Client one = client(cluster.node(writer));
          Client other = client(cluster.node((writer + 1) % 3))) {
        roundTrip(one.getKVClient(), other.getKVClient(), "from" + writer + "/");
      }
    }
  }

  private static Client client(Node node) {
    return Client.builder().endpoints(node.clientUrl()).build();
  }

  private static void roundTrip(KV one, KV other, String prefix) throws Exception {
    ByteSequence key = bytes(prefix + "a");
    one.put(key, bytes("1")).get();
    one.put(bytes(prefix + "b"), bytes("2")).get();
    long before = other.get(key).get().getHeader().getRevision();
    PutOption previous = PutOption.builder().withPrevKV().build();
    assertEquals(bytes("1"), one.put(key, bytes("3"), previous).get().getPrevKv().getValue());

    GetResponse now = other.get(key).get();
    assertEquals(bytes("3"), now.getKvs().getFirst().getValue());
    assertEquals(2, now.getKvs().getFirst().getVersion());
    GetOption then = GetOption.builder().withRevision(before).build();
    assertEquals(bytes("1"), other.get(key, then).get().getKvs().getFirst().getValue());
    GetOption page = GetOption.builder().isPrefix(true).withLimit(1).build();
    assertTrue(other.get(bytes(prefix), page).get().isMore());

    assertTrue(swap(other, key, "3", "4").isSucceeded());
    assertFalse(swap(one, key, "3", "5").isSucceeded());
    assertEquals(bytes("4"), one.get(key).get().getKvs().getFirst().getValue());
    DeleteOption all = DeleteOption.builder().isPrefix(true).build();
    assertEquals(2, one.delete(bytes(prefix), all).get().getDeleted());
    assertTrue(other.get(key).get().getKvs().isEmpty());
  }

  private static TxnResponse swap(KV kv, ByteSequence key, String from, String to)
      throws Exception {
    Cmp same = new Cmp(key, Cmp.Op.EQUAL, CmpTarget.value(bytes(from)));
    return kv.txn().If(same).Then(Op.put(key, bytes(to), PutOption.DEFAULT)).commit().get();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }
}
