package io.synod.bench.differential;

import com.google.protobuf.ByteString;
import io.synod.server.wire.CampaignRequest;
import io.synod.server.wire.LeaderKey;
import io.synod.server.wire.LeaderRequest;
import io.synod.server.wire.LockRequest;
import io.synod.server.wire.ProclaimRequest;
import io.synod.server.wire.ResignRequest;
import io.synod.server.wire.UnlockRequest;
import java.util.Random;

/**
 * Random calls about locks and elections, each line with one lease alone, so that nobody waits: how
 * long one waits is no matter of comparing answers.
 */
final class LockDraws {
  private static final long NONE = 999;
  private static final long LOCKER = 1;
  private static final long VOTER = 2;

  private final Random random;
  private final Draws draws;

  LockDraws(Random random, Draws draws) {
    this.random = random;
    this.draws = draws;
  }

  Step next() {
    int kind = random.nextInt(10);
    long lease = draws.oneIn(8) ? NONE : kind < 3 ? LOCKER : VOTER;
    return switch (kind) {
      case 0, 1 ->
          new Step.Ask(
              Unary.LOCK,
              LockRequest.newBuilder().setName(name("lock", lease)).setLease(lease).build());
      case 2 -> {
        ByteString key = draws.oneIn(4) ? draws.key() : name("lock%d/".formatted(lease), lease);
        yield new Step.Ask(Unary.UNLOCK, UnlockRequest.newBuilder().setKey(key).build());
      }
      case 3, 4 ->
          new Step.Ask(
              Unary.CAMPAIGN,
              CampaignRequest.newBuilder()
                  .setName(name("vote", lease))
                  .setLease(lease)
                  .setValue(draws.value())
                  .build());
      case 5, 6 -> {
        ProclaimRequest.Builder proclaim = ProclaimRequest.newBuilder().setValue(draws.value());
        yield new Step.Ask(
            Unary.PROCLAIM,
            draws.oneIn(10) ? proclaim.build() : proclaim.setLeader(leader(lease)).build());
      }
      case 7 -> {
        ResignRequest.Builder resign = ResignRequest.newBuilder();
        yield new Step.Ask(
            Unary.RESIGN,
            draws.oneIn(10) ? resign.build() : resign.setLeader(leader(lease)).build());
      }
      default ->
          new Step.Ask(
              Unary.LEADER, LeaderRequest.newBuilder().setName(name("vote", lease)).build());
    };
  }

  private static ByteString name(String prefix, long lease) {
    return ByteString.copyFromUtf8(prefix + Long.toHexString(lease));
  }

  /** Mostly that of the last winner. */
  private LeaderKey leader(long lease) {
    if (!draws.oneIn(5)) {
      return Leaders.of(lease);
    }
    return LeaderKey.newBuilder()
        .setName(name("vote", lease))
        .setKey(name("vote%s/".formatted(Long.toHexString(lease)), lease))
        .setRev(draws.revision())
        .setLease(lease)
        .build();
  }
}
