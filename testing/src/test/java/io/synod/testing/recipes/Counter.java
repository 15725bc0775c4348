package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A number that many add to, each thing once however often it is said. */
public final class Counter {

  private final KV kv;
  private final ByteSequence key;
  private final String name;

  /** One that all who use this name share. */
  public Counter(Client client, String name) {
    this.kv = client.getKVClient();
    this.key = ByteSequence.from(name, UTF_8);
    this.name = name;
  }

  /**
   * Adds something; the number just after it. Who does not know whether it was added, as after a
   * crash, adds it again by the same id.
   *
   * @param id of what is added, and of nothing else
   * @param lease until whose end the id is remembered
   */
  public long add(String id, long amount, long lease)
      throws InterruptedException, ExecutionException {
    ByteSequence added = ByteSequence.from(name + "/added/" + id, UTF_8);
    PutOption remembered = PutOption.builder().withLeaseId(lease).build();
    while (true) {
      List<KeyValue> now = kv.get(key).get().getKvs();
      long seen = now.isEmpty() ? 0 : now.getFirst().getModRevision();
      ByteSequence sum = ByteSequence.from(Long.toString(number(now) + amount), UTF_8);
      TxnResponse answer =
          kv.txn()
              .If(
                  new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(seen)),
                  new Cmp(added, Cmp.Op.EQUAL, CmpTarget.createRevision(0)))
              .Then(Op.put(key, sum, PutOption.DEFAULT), Op.put(added, sum, remembered))
              .Else(Op.get(added, GetOption.DEFAULT))
              .commit()
              .get();
      if (answer.isSucceeded()) {
        return number(now) + amount;
      }
      List<KeyValue> before = answer.getGetResponses().getFirst().getKvs();
      if (!before.isEmpty()) {
        return number(before);
      }
    }
  }

  /** What the number is. */
  public long get() throws InterruptedException, ExecutionException {
    return number(kv.get(key).get().getKvs());
  }

  private static long number(List<KeyValue> found) {
    return found.isEmpty() ? 0 : Long.parseLong(found.getFirst().getValue().toString());
  }
}
