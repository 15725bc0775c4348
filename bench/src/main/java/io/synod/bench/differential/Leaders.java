package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.synod.server.wire.CampaignResponse;
import io.synod.server.wire.LeaderKey;
import io.synod.server.wire.ProclaimRequest;
import io.synod.server.wire.ResignRequest;
import java.util.HashMap;
import java.util.Map;

/** Who won which election last, so that calls can be made in the name of the winner. */
final class Leaders {
  private final Map<Long, LeaderKey> byLease = new HashMap<>();

  /** A winner's key that says no more than the lease: what else belongs to it is put in later. */
  static LeaderKey of(long lease) {
    return LeaderKey.newBuilder().setLease(lease).build();
  }

  void learn(Message answer) {
    if (answer instanceof CampaignResponse won) {
      byLease.put(won.getLeader().getLease(), won.getLeader());
    }
  }

  /** Puts the whole key of the winner where a request says no more than its lease. */
  Message resolve(Message request) {
    return switch (request) {
      case ProclaimRequest proclaim when isShort(proclaim.getLeader()) ->
          proclaim.toBuilder().setLeader(whole(proclaim.getLeader())).build();
      case ResignRequest resign when isShort(resign.getLeader()) ->
          resign.toBuilder().setLeader(whole(resign.getLeader())).build();
      default -> request;
    };
  }

  private static boolean isShort(LeaderKey key) {
    return key.getLease() != 0 && key.equals(of(key.getLease()));
  }

  private LeaderKey whole(LeaderKey key) {
    return byLease.getOrDefault(key.getLease(), key);
  }
}
