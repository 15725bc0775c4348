package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.synod.store.wire.TxnRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Into how many responses one large revision is cut for watches that want that. */
final class Fragments {
  /** With what a key held before, what is no longer than this fits one response. */
  private static final int LARGE = 900_000;

  private Fragments() {}

  /** Whether a request may lead to fragments. */
  static boolean mayCome(Message request) {
    return request instanceof TxnRequest txn && txn.getSerializedSize() > LARGE;
  }

  /** Compares how many events the responses have that came to a watch. */
  static @Nullable Difference between(Heard heard, List<Integer> expected, List<Integer> actual) {
    return expected.equals(actual)
        ? null
        : new Difference(
            "watch" + heard.stream, "fragments", expected.toString(), actual.toString());
  }
}
