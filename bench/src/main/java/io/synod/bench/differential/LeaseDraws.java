package io.synod.bench.differential;

import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.LeaseLeasesRequest;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTimeToLiveRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random calls about few leases, with ids that the client chooses and times that do not run out:
 * the moment at which a lease ends is no matter of comparing answers.
 */
final class LeaseDraws {
  private static final long LONGEST = 9_000_000_000L;

  private final Random random;
  private final Draws draws;

  LeaseDraws(Random random, Draws draws) {
    this.random = random;
    this.draws = draws;
  }

  Step next() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        long lease = 1L + random.nextInt(Draws.LEASES);
        // no two end at the same time, so that their order is the same everywhere
        long seconds = 10_000L * (Draws.LEASES * (long) random.nextInt(12) + lease);
        long time = draws.oneIn(20) ? LONGEST + lease - 2 : seconds;
        var grant = LeaseGrantRequest.newBuilder().setID(lease).setTTL(time);
        yield new Step.Ask(Unary.LEASE_GRANT, grant.build());
      }
      case 3, 4 -> revoke(draws.lease());
      case 5 -> new Step.Ask(Unary.LEASE_LEASES, LeaseLeasesRequest.getDefaultInstance());
      case 6, 7 -> {
        var alive = LeaseKeepAliveRequest.newBuilder().setID(draws.lease());
        yield new Step.Ask(Unary.LEASE_KEEP_ALIVE, alive.build());
      }
      default -> {
        var time = LeaseTimeToLiveRequest.newBuilder().setID(draws.lease());
        yield new Step.Ask(Unary.LEASE_TIME_TO_LIVE, time.setKeys(random.nextBoolean()).build());
      }
    };
  }

  private static Step revoke(long lease) {
    return new Step.Ask(Unary.LEASE_REVOKE, LeaseRevokeRequest.newBuilder().setID(lease).build());
  }

  /** What leaves no lease. */
  static List<Step> clean() {
    List<Step> steps = new ArrayList<>();
    for (int lease = 1; lease <= Draws.LEASES; lease++) {
      steps.add(revoke(lease));
    }
    return steps;
  }
}
