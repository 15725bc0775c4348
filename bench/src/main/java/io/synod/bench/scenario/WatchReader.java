package io.synod.bench.scenario;

import io.netty.buffer.ByteBuf;

/**
 * Reads responses of the Watch service as they come, without making objects of them: there may be a
 * million a second.
 */
final class WatchReader {
  private static final int WATCH_ID = 2;
  private static final int CREATED = 3;
  private static final int CANCELED = 4;
  private static final int COMPACT_REVISION = 5;
  private static final int EVENTS = 11;
  private static final int EVENT_TYPE = 1;
  private static final int EVENT_KV = 2;
  private static final int KV_KEY = 1;
  private static final int KV_MOD = 3;
  private static final int KV_VALUE = 5;

  /** Hears what a response says. */
  interface Listener {
    void created(int watch);

    /** A watch is over; it lacks what was compacted if the revision is not 0. */
    void cancelled(int watch, long compacted);

    /**
     * An event.
     *
     * @param number that of the value of a put, and that of the key of a delete
     */
    void event(int watch, long revision, boolean deleted, long number);
  }

  private final Listener listener;

  private long revision;
  private long keyNumber;
  private long valueNumber;

  WatchReader(Listener listener) {
    this.listener = listener;
  }

  /** Reads one response, up to where it ends. */
  void read(ByteBuf in, int end) {
    int watch = 0;
    boolean created = false;
    boolean cancelled = false;
    long compacted = 0;
    while (in.readerIndex() < end) {
      int tag = (int) varint(in);
      switch (tag >>> 3) {
        case WATCH_ID -> watch = (int) varint(in);
        case CREATED -> created = varint(in) != 0;
        case CANCELED -> cancelled = varint(in) != 0;
        case COMPACT_REVISION -> compacted = varint(in);
        case EVENTS -> event(watch, in, (int) varint(in));
        default -> skip(tag, in);
      }
    }
    if (created) {
      listener.created(watch);
    }
    if (cancelled) {
      listener.cancelled(watch, compacted);
    }
  }

  private void event(int watch, ByteBuf in, int length) {
    int end = in.readerIndex() + length;
    boolean deleted = false;
    while (in.readerIndex() < end) {
      int tag = (int) varint(in);
      switch (tag >>> 3) {
        case EVENT_TYPE -> deleted = varint(in) != 0;
        case EVENT_KV -> keyValue(in, (int) varint(in));
        default -> skip(tag, in);
      }
    }
    listener.event(watch, revision, deleted, deleted ? keyNumber : valueNumber);
  }

  private void keyValue(ByteBuf in, int length) {
    int end = in.readerIndex() + length;
    while (in.readerIndex() < end) {
      int tag = (int) varint(in);
      switch (tag >>> 3) {
        case KV_KEY -> {
          int size = (int) varint(in);
          keyNumber = in.getLong(in.readerIndex() + size - Long.BYTES);
          in.skipBytes(size);
        }
        case KV_MOD -> revision = varint(in);
        case KV_VALUE -> {
          int size = (int) varint(in);
          valueNumber = in.getLong(in.readerIndex());
          in.skipBytes(size);
        }
        default -> skip(tag, in);
      }
    }
  }

  private static void skip(int tag, ByteBuf in) {
    switch (tag & 7) {
      case 0 -> {
        long _ = varint(in);
      }
      case 2 -> in.skipBytes((int) varint(in));
      default -> throw new IllegalStateException("a field of an unknown type, " + tag);
    }
  }

  private static long varint(ByteBuf in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
