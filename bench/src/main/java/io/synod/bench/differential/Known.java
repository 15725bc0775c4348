package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.synod.store.wire.LeaseTimeToLiveResponse;
import io.synod.store.wire.RangeRequest;
import java.util.Locale;
import java.util.Set;

/** The differences that are meant: {@code docs/compatibility.md} says why, by these names. */
enum Known {
  /** etcd takes a sort order or target that it does not know; later versions refuse it. */
  UNKNOWN_SORT {
    @Override
    boolean covers(Message request, Answer expected, Answer actual) {
      return request instanceof RangeRequest range
          && (range.getSortOrder() == RangeRequest.SortOrder.UNRECOGNIZED
              || range.getSortTarget() == RangeRequest.SortTarget.UNRECOGNIZED)
          && actual.equals(INVALID_SORT);
    }
  },
  /** Members are at other places, and have other versions and sizes. */
  ANOTHER_MEMBER {
    @Override
    boolean covers(Message request, Answer expected, Answer actual) {
      return expected instanceof Answer.Done(Message one)
          && actual instanceof Answer.Done(Message two)
          && Difference.between(
                  "", new Answer.Done(Own.cleared(one)), new Answer.Done(Own.cleared(two)))
              == null;
    }
  },
  /**
   * Seconds that are left may be told a moment later; which key comes first is left open. On a
   * machine that is too busy for Synod's ticks, none of its leases' time passes, so that more is
   * left.
   */
  LEASE_TIME {
    @Override
    boolean covers(Message request, Answer expected, Answer actual) {
      return expected instanceof Answer.Done(LeaseTimeToLiveResponse one)
          && actual instanceof Answer.Done(LeaseTimeToLiveResponse two)
          && two.getTTL() >= one.getTTL() - MOST_SECONDS
          && two.getTTL() <= one.getTTL() + MOST_BUSY_SECONDS
          && Set.copyOf(one.getKeysList()).equals(Set.copyOf(two.getKeysList()))
          && same(one.toBuilder().clearTTL().clearKeys(), two.toBuilder().clearTTL().clearKeys());
    }
  };

  private static final long MOST_SECONDS = 2;
  private static final long MOST_BUSY_SECONDS = 60;

  private static final Answer INVALID_SORT =
      new Answer.Failed(Status.Code.INVALID_ARGUMENT, "etcdserver: invalid sort option");

  /** Whether two answers to a request differ in this way only. */
  abstract boolean covers(Message request, Answer expected, Answer actual);

  /** The name of this in the documentation. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean same(Message.Builder one, Message.Builder two) {
    var found = Difference.between("", new Answer.Done(one.build()), new Answer.Done(two.build()));
    return found == null;
  }

  static boolean isMeant(Message request, Answer expected, Answer actual) {
    for (Known known : values()) {
      if (known.covers(request, expected, actual)) {
        return true;
      }
    }
    return false;
  }
}
