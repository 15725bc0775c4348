package io.synod.bench.differential;

import com.google.protobuf.ByteString;
import io.synod.store.wire.Event;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchCreateRequest.FilterType;

/** A watch that both servers have, and how many events it has to bring. */
final class Heard {
  private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

  final int stream;
  final long id;
  private final WatchCreateRequest request;
  private final long start;
  private int due;

  /**
   * A watch.
   *
   * @param request with absolute revisions
   * @param start from which revision on it hears
   */
  Heard(int stream, long id, WatchCreateRequest request, long start) {
    this.stream = stream;
    this.id = id;
    this.request = request;
    this.start = start;
  }

  /** Whether large responses come in pieces. */
  boolean fragment() {
    return request.getFragment();
  }

  long start() {
    return start;
  }

  /** Something has happened. */
  void happened(Event event) {
    FilterType unwanted =
        event.getType() == Event.EventType.PUT ? FilterType.NOPUT : FilterType.NODELETE;
    if (event.getKv().getModRevision() >= start
        && contains(event.getKv().getKey())
        && !request.getFiltersList().contains(unwanted)) {
      due++;
    }
  }

  private boolean contains(ByteString key) {
    var order = ByteString.unsignedLexicographicalComparator();
    ByteString from = request.getKey().isEmpty() ? ZERO : request.getKey();
    ByteString end = request.getRangeEnd();
    if (end.isEmpty()) {
      return key.equals(from);
    }
    return order.compare(from, key) <= 0 && (end.equals(ZERO) || order.compare(key, end) < 0);
  }

  /** How many events it has to bring since this was asked last. */
  int takeDue() {
    int taken = due;
    due = 0;
    return taken;
  }
}
