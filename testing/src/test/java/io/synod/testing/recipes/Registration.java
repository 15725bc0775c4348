package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.support.CloseableClient;
import io.etcd.jetcd.support.Observers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** An instance of a service, listed for as long as its process lives. */
public final class Registration implements AutoCloseable {

  private static final long SECONDS = 5;

  private final Client client;
  private final ByteSequence key;
  private final ByteSequence address;
  private final CompletableFuture<Void> unlisted = new CompletableFuture<>();
  private final Thread thread;

  /** Lists an address of a service, from soon on until this is closed or its process is gone. */
  public Registration(Client client, String service, String address) {
    this.client = client;
    this.key = ByteSequence.from("services/" + service + "/" + address, UTF_8);
    this.address = ByteSequence.from(address, UTF_8);
    this.thread = Thread.ofVirtual().unstarted(this::stayRegistered);
    thread.start();
  }

  private void stayRegistered() {
    try {
      while (true) {
        register();
      }
    } catch (InterruptedException _) {
      unlisted.complete(null); // closed
    }
  }

  /** Returns when the lease has ended, as after a pause longer than it. */
  private void register() throws InterruptedException {
    Lease leases = client.getLeaseClient();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try {
      long lease = leases.grant(SECONDS).get().getID();
      PutOption leased = PutOption.builder().withLeaseId(lease).build();
      try (CloseableClient _ =
          leases.keepAlive(
              lease,
              Observers.<LeaseKeepAliveResponse>builder()
                  .onError(ended::completeExceptionally)
                  .onCompleted(() -> ended.complete(null))
                  .build())) {
        client.getKVClient().put(key, address, leased).get();
        ended.get();
      } finally {
        leases.revoke(lease).handle((_, _) -> lease).join(); // gone at once, not in 5 s
      }
    } catch (ExecutionException _) {
      // Once more, with another lease.
    }
  }

  /** The addresses of a service's instances, as of now. */
  public static List<String> instances(Client client, String service)
      throws InterruptedException, ExecutionException {
    GetOption all = GetOption.builder().isPrefix(true).build();
    ByteSequence prefix = ByteSequence.from("services/" + service + "/", UTF_8);
    return client.getKVClient().get(prefix, all).get().getKvs().stream()
        .map(found -> found.getValue().toString())
        .toList();
  }

  @Override
  public void close() {
    thread.interrupt();
    unlisted.join();
  }
}
