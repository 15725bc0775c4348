package io.synod.store.answer;

import io.synod.store.mvcc.Effort;
import io.synod.store.mvcc.Keys;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.ResponseHeader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer as etcd's clients get it, byte by byte, however long it is: what has not been written
 * yet is read when it is.
 *
 * <p>One thread at a time uses it, and closes it.
 */
public final class Encoding implements AutoCloseable {

  /** Where keys are read. */
  public interface Source {
    /** Has the reader called with keys that it may use until it returns. */
    void read(Consumer<Keys> reader);

    /** Nothing will be read any more. */
    void close();
  }

  private final Source source;
  private final List<Part> parts;
  private final long size;
  private final Room room;
  private long taken;
  private int next;

  private Encoding(Source source, List<Part> parts, Room room, long taken) {
    this.source = source;
    this.parts = parts;
    this.size = Sizing.size(parts);
    this.room = room;
    this.taken = taken;
  }

  /**
   * Works out how an answer is encoded.
   *
   * @param keys see what the answer is about
   * @param effort theirs
   * @param header the answer's header
   * @param source where it is read from later
   * @param room what sorting may take
   * @return null if the effort was over before
   * @throws RefusedException if there is no room
   */
  public static @Nullable Encoding of(
      Answer answer, ResponseHeader header, Keys keys, Effort effort, Source source, Room room)
      throws RefusedException {
    Sizing sizing = new Sizing(keys, room);
    boolean done = false;
    try {
      List<Part> parts = sizing.parts(answer, header);
      done = !effort.isOver();
      return done ? new Encoding(source, parts, room, sizing.taken()) : null;
    } finally {
      if (!done) {
        room.give(sizing.taken());
      }
    }
  }

  /** How many bytes it has in all. */
  public long size() {
    return size;
  }

  /**
   * Writes the bytes that come next until the buffer is full or there are no more. Reads the store,
   * which may take a while.
   *
   * @throws RuntimeException if it cannot be read; then it is not to be used any more
   */
  public void write(ByteBuffer out) {
    source.read(keys -> {
      while (next < parts.size() && parts.get(next).write(keys, out)) {
        next++;
      }
    });
  }

  /** How many bytes of values it keeps at hand for the next call. */
  public long held() {
    return next < parts.size() ? parts.get(next).held() : 0;
  }

  /** Keeps as little as possible until the next call, which is slower for it. */
  public void letGo() {
    for (Part part : parts.subList(next, parts.size())) {
      part.letGo();
    }
  }

  /** Gives back what it takes. */
  @Override
  public void close() {
    room.give(taken);
    taken = 0;
    source.close();
  }
}
