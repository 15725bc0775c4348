package io.synod.store.follow;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.synod.store.wire.WatchResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * An event as a response holds it.
 *
 * @param revision its main revision
 */
record Sendable(long revision, ByteString bytes) {

  /**
   * Sends events in as many responses as it takes. As etcd counts: one of more than one event is
   * shorter than the limit, and all but the last are fragments.
   */
  static void send(Client client, WatchResponse head, List<Sendable> events, int limit) {
    if (end(head, events, 0, limit) == events.size()) {
      client.send(head, encode(events));
      return;
    }
    WatchResponse goesOn = head.toBuilder().setFragment(true).build();
    for (int from = 0; from < events.size(); ) {
      int to = end(goesOn, events, from, limit);
      client.send(to < events.size() ? goesOn : head, encode(events.subList(from, to)));
      from = to;
    }
  }

  private static int end(WatchResponse head, List<Sendable> events, int from, int limit) {
    long bytes = head.getSerializedSize();
    int to = from;
    while (to < events.size() && (to == from || bytes + events.get(to).size() < limit)) {
      bytes += events.get(to).size();
      to++;
    }
    return to;
  }

  /** How many bytes it takes in a response. */
  private int size() {
    return CodedOutputStream.computeBytesSize(WatchResponse.EVENTS_FIELD_NUMBER, bytes);
  }

  /** Events as they stand in a response. */
  static byte[] encode(List<Sendable> events) {
    long size = 0;
    for (Sendable event : events) {
      size += event.size();
    }
    byte[] encoded = new byte[Math.toIntExact(size)];
    CodedOutputStream out = CodedOutputStream.newInstance(encoded);
    try {
      for (Sendable event : events) {
        out.writeTag(WatchResponse.EVENTS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeBytesNoTag(event.bytes());
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return encoded;
  }
}
