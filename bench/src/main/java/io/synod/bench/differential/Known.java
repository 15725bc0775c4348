package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.grpc.Status;
import io.synod.store.wire.RangeRequest;
import java.util.Locale;

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
  };

  private static final Answer INVALID_SORT =
      new Answer.Failed(Status.Code.INVALID_ARGUMENT, "etcdserver: invalid sort option");

  /** Whether two answers to a request differ in this way only. */
  abstract boolean covers(Message request, Answer expected, Answer actual);

  /** The name of this in the documentation. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
