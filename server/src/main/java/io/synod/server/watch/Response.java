package io.synod.server.watch;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.synod.server.front.Content;
import io.synod.server.watch.Interest.Sendable;
import io.synod.store.wire.WatchResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A response with events. Those may be shared with responses to other watches, of which each has
 * but its own few bytes before them.
 */
final class Response implements Content {

  private final byte[] head;
  private final byte[] events;
  private int written;

  /**
   * Events after a head.
   *
   * @param head all of the response but its events
   * @param events what {@link #encode} makes
   */
  Response(WatchResponse head, byte[] events) {
    this.head = head.toByteArray();
    this.events = events;
  }

  /**
   * Events in as many responses as it takes. As etcd counts: one of more than one event is shorter
   * than the limit, and all but the last are fragments.
   */
  static List<Response> inPieces(WatchResponse head, List<Sendable> events, int limit) {
    if (end(head, events, 0, limit) == events.size()) {
      return List.of(new Response(head, encode(events)));
    }
    List<Response> pieces = new ArrayList<>();
    WatchResponse goesOn = head.toBuilder().setFragment(true).build();
    for (int from = 0; from < events.size(); ) {
      int to = end(goesOn, events, from, limit);
      WatchResponse before = to < events.size() ? goesOn : head;
      pieces.add(new Response(before, encode(events.subList(from, to))));
      from = to;
    }
    return pieces;
  }

  private static int end(WatchResponse head, List<Sendable> events, int from, int limit) {
    long bytes = head.getSerializedSize();
    int to = from;
    while (to < events.size() && (to == from || bytes + size(events.get(to).bytes()) < limit)) {
      bytes += size(events.get(to).bytes());
      to++;
    }
    return to;
  }

  /** The events as they stand in a response. */
  static byte[] encode(List<Sendable> events) {
    long size = 0;
    for (Sendable event : events) {
      size += size(event.bytes());
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

  /** How many bytes an event takes in a response. */
  static int size(ByteString event) {
    return CodedOutputStream.computeBytesSize(WatchResponse.EVENTS_FIELD_NUMBER, event);
  }

  @Override
  public long size() {
    return (long) head.length + events.length;
  }

  @Override
  public void write(ByteBuffer out) {
    if (written < head.length) {
      copy(head, written, out);
    }
    if (written >= head.length) {
      copy(events, written - head.length, out);
    }
  }

  private void copy(byte[] from, int at, ByteBuffer out) {
    int length = Math.min(from.length - at, out.remaining());
    out.put(from, at, length);
    written += length;
  }

  @Override
  public long held() {
    return 0;
  }

  @Override
  public void letGo() {
    // Its events are there once for all who get them.
  }

  @Override
  public void close() {
    // There is nothing to give back.
  }
}
