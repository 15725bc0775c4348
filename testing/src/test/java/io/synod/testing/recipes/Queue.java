package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.GetOption.SortOrder;
import io.etcd.jetcd.options.GetOption.SortTarget;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Elements are taken in the order in which they came, each by one worker. */
public final class Queue {

  private final Client client;
  private final String name;

  /** One that all who use this name share. */
  public Queue(Client client, String name) {
    this.client = client;
    this.name = name;
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }

  private ByteSequence waiting(String id) {
    return bytes(name + "/waiting/" + id);
  }

  private ByteSequence busy(String worker, String id) {
    return bytes(name + "/busy/" + worker + "/" + id);
  }

  /** Appends an element. */
  public void add(String element) throws InterruptedException, ExecutionException {
    client.getKVClient().put(waiting(UUID.randomUUID().toString()), bytes(element)).get();
  }

  /** Waits for an element and takes it; it is this worker's until it says that it is done. */
  public String take(String worker) throws InterruptedException, ExecutionException {
    GetOption oldest =
        GetOption.builder()
            .isPrefix(true)
            .withSortField(SortTarget.CREATE)
            .withSortOrder(SortOrder.ASCEND)
            .withLimit(1)
            .build();
    while (true) {
      GetResponse now = client.getKVClient().get(waiting(""), oldest).get();
      if (now.getKvs().isEmpty()) {
        awaitChange(now.getHeader().getRevision() + 1);
      } else if (move(now.getKvs().getFirst(), worker)) {
        return now.getKvs().getFirst().getValue().toString();
      }
    }
  }

  /** One transaction: an element that somebody else took is left to them, and none is lost. */
  private boolean move(KeyValue found, String worker)
      throws InterruptedException, ExecutionException {
    ByteSequence key = found.getKey();
    String id = key.toString().substring(waiting("").size());
    return client
        .getKVClient()
        .txn()
        .If(new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(found.getModRevision())))
        .Then(
            Op.delete(key, DeleteOption.DEFAULT),
            Op.put(busy(worker, id), found.getValue(), PutOption.DEFAULT))
        .commit()
        .get()
        .isSucceeded();
  }

  private void awaitChange(long revision) throws InterruptedException, ExecutionException {
    CompletableFuture<Void> changed = new CompletableFuture<>();
    WatchOption from = WatchOption.builder().isPrefix(true).withRevision(revision).build();
    try (Watcher _ =
        client
            .getWatchClient()
            .watch(waiting(""), from, _ -> changed.complete(null), _ -> changed.complete(null))) {
      changed.get();
    }
  }

  /** What a worker took and has not done: first of all, when it starts again. */
  public List<String> unfinished(String worker) throws InterruptedException, ExecutionException {
    GetOption all = GetOption.builder().isPrefix(true).build();
    return client.getKVClient().get(busy(worker, ""), all).get().getKvs().stream()
        .map(found -> found.getValue().toString())
        .toList();
  }

  /** Says that all that a worker took is done. */
  public void done(String worker) throws InterruptedException, ExecutionException {
    DeleteOption all = DeleteOption.builder().isPrefix(true).build();
    client.getKVClient().delete(busy(worker, ""), all).get();
  }
}
