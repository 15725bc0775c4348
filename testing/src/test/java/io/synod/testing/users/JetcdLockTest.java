package io.synod.testing.users;

import static io.synod.testing.users.Jetcd.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Election;
import io.etcd.jetcd.Lease;
import io.etcd.jetcd.Lock;
import io.etcd.jetcd.election.CampaignResponse;
import io.etcd.jetcd.election.LeaderKey;
import io.etcd.jetcd.election.LeaderResponse;
import io.etcd.jetcd.election.NoLeaderException;
import io.etcd.jetcd.lease.LeaseKeepAliveResponse;
import io.etcd.jetcd.lock.LockResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.etcd.jetcd.support.CloseableClient;
import io.etcd.jetcd.support.Observers;
import io.synod.testing.Cluster;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jetcd's leases, locks and elections, while leaders die. Each test has names of its own. */
@RealUsers
final class JetcdLockTest {

  private Client client;
  private Lease leases;
  private Lock locks;
  private Election elections;

  @BeforeEach
  void connect(Cluster cluster) {
    client = Jetcd.client(cluster.endpoints());
    leases = client.getLeaseClient();
    locks = client.getLockClient();
    elections = client.getElectionClient();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private long grant(int seconds) throws Exception {
    return leases.grant(seconds).get().getID();
  }

  /** Waits until so many stand in line for a lock or a seat. */
  private void awaitLine(String name, int length) throws Exception {
    GetOption count = GetOption.builder().isPrefix(true).withCountOnly(true).build();
    while (client.getKVClient().get(bytes(name + "/"), count).get().getCount() != length) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aLeaseIsKeptAliveAcrossTheDeathOfTheLeader(Cluster cluster) throws Exception {
    long lease = grant(3);
    BlockingQueue<LeaseKeepAliveResponse> kept = new LinkedBlockingQueue<>();
    try (CloseableClient _ = leases.keepAlive(lease, Observers.observer(kept::add))) {
      assertThat(kept.take().getTTL()).isEqualTo(3);
      cluster.kill(cluster.awaitLeader());
      cluster.awaitLeader();
      kept.clear();
      assertThat(kept.take().getTTL()).isEqualTo(3);
      assertThat(leases.timeToLive(lease, LeaseOption.DEFAULT).get().getTTL()).isPositive();
    }
    leases.revoke(lease).get();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> leases.keepAliveOnce(lease).get());
  }

  @Test
  void aLockPassesToTheNextInLineAndNotTwice() throws Exception {
    long mine = grant(60);
    long theirs = grant(60);
    ByteSequence held = locks.lock(bytes("pass"), mine).get().getKey();
    assertThat(locks.lock(bytes("pass"), mine).get().getKey()).isEqualTo(held);
    CompletableFuture<LockResponse> next = locks.lock(bytes("pass"), theirs);
    awaitLine("pass", 2);
    assertThat(next).isNotDone();
    locks.unlock(held).get();
    assertThat(next.get().getKey()).isNotEqualTo(held);
    awaitLine("pass", 1);
  }

  @Test
  void whoseLeaseEndsHasTheLockNoMore() throws Exception {
    ByteSequence first = locks.lock(bytes("ends"), grant(1)).get().getKey();
    LockResponse second = locks.lock(bytes("ends"), grant(60)).get();
    assertThat(second.getKey()).isNotEqualTo(first);
    assertThat(client.getKVClient().get(first).get().getKvs()).isEmpty();
  }

  @Test
  void whoWaitsForALockGetsItAlthoughAFollowerDies(Cluster cluster) throws Exception {
    ByteSequence held = locks.lock(bytes("wait"), grant(60)).get().getKey();
    int leader = cluster.awaitLeader();
    try (Client other = Jetcd.client(List.of(cluster.endpoint(leader)))) {
      CompletableFuture<LockResponse> next = other.getLockClient().lock(bytes("wait"), grant(60));
      awaitLine("wait", 2);
      cluster.kill(leader % cluster.size() + 1);
      locks.unlock(held).get();
      assertThat(next.get().getKey()).isNotEqualTo(held);
    }
  }

  /** What an observer hears, in order. */
  private static Election.Listener listener(BlockingQueue<String> heard) {
    return new Election.Listener() {
      @Override
      public void onNext(LeaderResponse response) {
        heard.add(response.getKv().getValue().toString());
      }

      @Override
      public void onError(Throwable error) {
        heard.add("error: " + error);
      }

      @Override
      public void onCompleted() {
        heard.add("completed");
      }
    };
  }

  @Test
  void observersHearOfEveryLeaderAndWhatItProclaims() throws Exception {
    ByteSequence seat = bytes("seat");
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> elections.leader(seat).get())
        .withCauseInstanceOf(NoLeaderException.class);
    LeaderKey one = elections.campaign(seat, grant(60), bytes("one")).get().getLeader();
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    elections.observe(seat, listener(heard));
    assertThat(heard.take()).isEqualTo("one");
    long lease = grant(60);
    CompletableFuture<CampaignResponse> next = elections.campaign(seat, lease, bytes("two"));
    awaitLine("seat", 2);
    elections.proclaim(one, bytes("one again")).get();
    assertThat(heard.take()).isEqualTo("one again");
    assertThat(next).isNotDone();
    elections.resign(one).get();
    assertThat(next.get().getLeader().getLease()).isEqualTo(lease);
    assertThat(heard.take()).isEqualTo("two");
    assertThat(elections.leader(seat).get().getKv().getValue()).isEqualTo(bytes("two"));
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> elections.proclaim(one, bytes("too late")).get());
  }

  @Test
  void theElectedStaysElectedWhenTheMembersLeaderDies(Cluster cluster) throws Exception {
    ByteSequence seat = bytes("stays");
    LeaderKey elected = elections.campaign(seat, grant(60), bytes("one")).get().getLeader();
    cluster.kill(cluster.awaitLeader());
    cluster.awaitLeader();
    assertThat(elections.leader(seat).get().getKv().getKey()).isEqualTo(elected.getKey());
    elections.proclaim(elected, bytes("still here")).get();
    assertThat(elections.leader(seat).get().getKv().getValue()).isEqualTo(bytes("still here"));
  }

  @Test
  void aSecondOfAnElectionWinsWhenTheFirstIsGone(Cluster cluster) throws Exception {
    ByteSequence seat = bytes("gone");
    var _ = elections.campaign(seat, grant(1), bytes("crashed")).get(); // nobody keeps it alive
    CampaignResponse second = elections.campaign(seat, grant(60), bytes("second")).get();
    for (int member = 1; member <= cluster.size(); member++) {
      try (Client any = Jetcd.client(List.of(cluster.endpoint(member)))) {
        assertThat(any.getElectionClient().leader(seat).get().getKv().getKey())
            .isEqualTo(second.getLeader().getKey());
      }
    }
  }
}
