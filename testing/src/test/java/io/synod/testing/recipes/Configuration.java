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
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A value that is read once and then followed: no change is missed, none is told twice. */
public final class Configuration implements AutoCloseable {

  private final Client client;
  private final ByteSequence key;
  private final Consumer<String> listener;
  private final Thread thread;

  /** The listener is told the value of now, if there is one, and from then on every other. */
  public Configuration(Client client, String key, Consumer<String> listener) {
    this.client = client;
    this.key = ByteSequence.from(key, UTF_8);
    this.listener = listener;
    this.thread = Thread.ofVirtual().unstarted(this::follow);
    thread.start();
  }

  private void follow() {
    try {
      while (true) {
        followOnce();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** jetcd goes on at another member by itself; what ends a watch is a compacted history. */
  private void followOnce() throws InterruptedException {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try {
      GetResponse now = client.getKVClient().get(key).get();
      now.getKvs().forEach(this::tell);
      WatchOption next =
          WatchOption.builder().withRevision(now.getHeader().getRevision() + 1).build();
      try (Watcher _ =
          client
              .getWatchClient()
              .watch(
                  key,
                  next,
                  response -> response.getEvents().forEach(this::tell),
                  ended::completeExceptionally)) {
        ended.get();
      }
    } catch (ExecutionException _) {
      // What was missed is in the value of now.
    }
  }

  private void tell(WatchEvent event) {
    if (event.getEventType() == WatchEvent.EventType.PUT) {
      tell(event.getKeyValue());
    }
  }

  private void tell(KeyValue found) {
    listener.accept(found.getValue().toString());
  }

  /** Changes the value if it still is what the caller has seen; whether it did. */
  public static boolean change(Client client, String key, String from, String to)
      throws InterruptedException, ExecutionException {
    ByteSequence name = ByteSequence.from(key, UTF_8);
    Cmp unchanged = new Cmp(name, Cmp.Op.EQUAL, CmpTarget.value(ByteSequence.from(from, UTF_8)));
    Op put = Op.put(name, ByteSequence.from(to, UTF_8), PutOption.DEFAULT);
    return client.getKVClient().txn().If(unchanged).Then(put).commit().get().isSucceeded();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
