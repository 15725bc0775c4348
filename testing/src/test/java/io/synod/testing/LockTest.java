package io.synod.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.net.URI;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A distributed lock under test: the example of docs/testing-your-code.md. */
// example: begin
@SynodCluster(members = 3)
final class LockTest {

  private static final ByteSequence LOCK = ByteSequence.from("lock", UTF_8);

  private Client client;

  @BeforeEach
  void connect(Cluster cluster) {
    client = Client.builder().endpoints(cluster.endpoints().toArray(URI[]::new)).build();
  }

  @AfterEach
  void disconnect() throws Exception {
    client.getKVClient().delete(LOCK).get();
    client.close();
  }

  /**
   * Takes the lock if nobody has it; answers with the token that tells this holder from later ones.
   */
  private OptionalLong acquire(String owner) throws Exception {
    KV kv = client.getKVClient();
    TxnResponse answer =
        kv.txn()
            .If(new Cmp(LOCK, Cmp.Op.EQUAL, CmpTarget.version(0)))
            .Then(Op.put(LOCK, ByteSequence.from(owner, UTF_8), PutOption.DEFAULT))
            .commit()
            .get();
    return answer.isSucceeded()
        ? OptionalLong.of(answer.getHeader().getRevision())
        : OptionalLong.empty();
  }

  private boolean release(long token) throws Exception {
    return client
        .getKVClient()
        .txn()
        .If(new Cmp(LOCK, Cmp.Op.EQUAL, CmpTarget.modRevision(token)))
        .Then(Op.delete(LOCK, DeleteOption.DEFAULT))
        .commit()
        .get()
        .isSucceeded();
  }

  @Test
  void oneOwnerAtATime() throws Exception {
    long first = acquire("alice").orElseThrow();
    assertThat(acquire("bob")).isEmpty();

    assertThat(release(first)).isTrue();

    assertThat(acquire("bob").orElseThrow()).isGreaterThan(first);
  }

  @Test
  void theLockIsStillHeldAfterTheLeaderCrashed(Cluster cluster) throws Exception {
    acquire("alice").orElseThrow();

    cluster.kill(cluster.awaitLeader());
    cluster.awaitLeader();

    assertThat(acquire("bob")).isEmpty();
  }

  @Test
  void aCutOffLeaderDoesNotKeepOthersFromTheLock(Cluster cluster) throws Exception {
    int old = cluster.awaitLeader();
    cluster.isolate(old);
    int next = cluster.awaitLeader();
    assertThat(next).isNotEqualTo(old);

    try (Client others = Client.builder().endpoints(cluster.endpoint(next)).build()) {
      others.getKVClient().put(LOCK, ByteSequence.from("carol", UTF_8)).get();
    }
    cluster.heal();

    assertThat(client.getKVClient().get(LOCK, GetOption.DEFAULT).get().getKvs().getFirst())
        .extracting(entry -> entry.getValue().toString(UTF_8))
        .isEqualTo("carol");
  }
}
// example: end
