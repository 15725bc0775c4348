package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.WatchOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Who comes to it waits while it is up. */
public final class Barrier {

  private final Client client;
  private final ByteSequence key;

  /** One that all who use this name share. */
  public Barrier(Client client, String name) {
    this.client = client;
    this.key = ByteSequence.from(name, UTF_8);
  }

  /** Puts it up. */
  public void raise() throws InterruptedException, ExecutionException {
    client.getKVClient().put(key, ByteSequence.EMPTY).get();
  }

  /** Takes it down for all who wait. */
  public void lower() throws InterruptedException, ExecutionException {
    client.getKVClient().delete(key).get();
  }

  /** Returns when it was down. */
  public void await() throws InterruptedException, ExecutionException {
    while (true) {
      GetResponse now = client.getKVClient().get(key).get();
      if (now.getKvs().isEmpty()) {
        return;
      }
      CompletableFuture<Boolean> lowered = new CompletableFuture<>();
      WatchOption deletes =
          WatchOption.builder()
              .withRevision(now.getHeader().getRevision() + 1)
              .withNoPut(true)
              .build();
      try (Watcher _ =
          client
              .getWatchClient()
              .watch(key, deletes, _ -> lowered.complete(true), _ -> lowered.complete(false))) {
        if (lowered.get()) {
          return;
        }
      }
    }
  }
}
