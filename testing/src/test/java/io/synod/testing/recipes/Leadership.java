package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.election.LeaderResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** That somebody leads: until the seat is given up or the lease ends. */
public record Leadership(LeaderKey seat) {

  /** Waits until this candidate leads. The lease is the caller's, to be kept alive. */
  public static Leadership win(Client client, String election, String candidate, long lease)
      throws InterruptedException, ExecutionException {
    return new Leadership(
        client
            .getElectionClient()
            .campaign(
                ByteSequence.from(election, UTF_8), lease, ByteSequence.from(candidate, UTF_8))
            .get()
            .getLeader());
  }

  /** Does what only a leader may: puts a key if this one still leads; whether it did. */
  public boolean put(Client client, String key, String value)
      throws InterruptedException, ExecutionException {
    Cmp leads = new Cmp(seat.getKey(), Cmp.Op.EQUAL, CmpTarget.createRevision(seat.getRevision()));
    Op put =
        Op.put(ByteSequence.from(key, UTF_8), ByteSequence.from(value, UTF_8), PutOption.DEFAULT);
    return client.getKVClient().txn().If(leads).Then(put).commit().get().isSucceeded();
  }

  /** Gives up the seat. */
  public void resign(Client client) throws InterruptedException, ExecutionException {
    client.getElectionClient().resign(seat).get();
  }

  /** Tells who leads, now and after every change, until it is closed: before the client is. */
  public static Observer observe(Client client, String election, Consumer<String> listener) {
    Observer observer = new Observer(client, ByteSequence.from(election, UTF_8), listener);
    observer.begin();
    return observer;
  }

  /** Hears who leads. */
  public static final class Observer implements Election.Listener, AutoCloseable {

    private final Client client;
    private final ByteSequence election;
    private final Consumer<String> listener;
    private volatile boolean closed;

    private Observer(Client client, ByteSequence election, Consumer<String> listener) {
      this.client = client;
      this.election = election;
      this.listener = listener;
    }

    private void begin() {
      client.getElectionClient().observe(election, this);
    }

    @Override
    public void onNext(LeaderResponse response) {
      if (!closed) {
        listener.accept(response.getKv().getValue().toString());
      }
    }

    @Override
    public void onError(Throwable error) {
      if (!closed) {
        begin(); // its member is gone: at another
      }
    }

    @Override
    public void onCompleted() {}

    @Override
    public void close() {
      closed = true;
    }
  }
}
