package io.synod.server.watch;

import io.synod.server.front.Content;
import io.synod.store.wire.WatchResponse;
import java.nio.ByteBuffer;

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
   * @param events as they stand in a response
   */
  Response(WatchResponse head, byte[] events) {
    this.head = head.toByteArray();
    this.events = events;
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
