package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * A lock whose every holder has a greater token than those before.
 *
 * @param key what stands in line for the lock, and goes with the lease
 * @param token the revision at which it came to stand there
 */
public record FencedLock(ByteSequence key, long token) {

  /** Waits for a lock, which is held until it is released or the lease ends. */
  public static FencedLock acquire(Client client, String name, long lease)
      throws InterruptedException, ExecutionException {
    ByteSequence key =
        client.getLockClient().lock(ByteSequence.from(name, UTF_8), lease).get().getKey();
    List<KeyValue> found = client.getKVClient().get(key).get().getKvs();
    if (found.isEmpty()) {
      throw new IllegalStateException("The lease has ended, and the lock is lost.");
    }
    return new FencedLock(key, found.getFirst().getCreateRevision());
  }

  /** Puts a key that the lock guards if the lock is still this one; whether it did. */
  public boolean put(Client client, String guarded, String value)
      throws InterruptedException, ExecutionException {
    Cmp held = new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(token));
    Op put =
        Op.put(
            ByteSequence.from(guarded, UTF_8), ByteSequence.from(value, UTF_8), PutOption.DEFAULT);
    return client.getKVClient().txn().If(held).Then(put).commit().get().isSucceeded();
  }

  /** Gives it to the next in line. */
  public void release(Client client) throws InterruptedException, ExecutionException {
    client.getLockClient().unlock(key).get();
  }
}
