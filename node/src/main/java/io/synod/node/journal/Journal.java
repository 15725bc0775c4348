package io.synod.node.journal;

import com.google.protobuf.CodedOutputStream;
import io.synod.core.Record;
import io.synod.node.codec.RecordCodec;
import io.synod.node.disk.Disk;
import io.synod.node.disk.NoSpaceException;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal without threads of its own: one caller writes batches, another prepares and deletes
 * segments. {@link JournalWriter} is the pair of threads that does both.
 *
 * <p>Invariant J1: a batch is written only after the one before is durable. Invariant J2: a segment
 * is deleted only when a later one holds a durable batch, whose first restates what the deleted one
 * said apart from slots.
 */
public final class Journal implements AutoCloseable {

  private final Disk disk;
  private final JournalOptions options;
  private final JournalIdentity identity;
  private final SegmentMaker maker;
  private final Optional<String> repaired;
  private final Essence essence;

  /** Every segment with batches, and the current one. Guarded by itself. */
  private final Deque<Segment> segments = new ArrayDeque<>();

  private volatile @Nullable Segment spare;
  private volatile long wantedBytes;
  private volatile long currentNumber;

  private Segment current;
  private int position;
  private long lastBatch;

  /** An array: encoding into it takes two thirds of the time of encoding off the heap. */
  private ByteBuffer buffer;

  private Journal(
      Disk disk,
      JournalIdentity identity,
      JournalOptions options,
      SegmentMaker maker,
      Replay replay)
      throws IOException {
    this.disk = disk;
    this.identity = identity;
    this.options = options;
    this.maker = maker;
    this.essence = replay.essence;
    this.repaired = repair(disk, maker, replay);
    this.current = replay.segments.get(replay.current);
    this.currentNumber = current.number;
    this.position = replay.position;
    this.lastBatch = replay.lastBatch;
    this.buffer = ByteBuffer.allocate(1 << 16);
    for (int i = 0; i < replay.current; i++) {
      replay.segments.get(i).file.close();
    }
    segments.addAll(replay.segments.subList(0, replay.current + 1));
    keepSpare(replay);
  }

  // A crash between a switch and its first batch leaves two spares; one is enough.
  private void keepSpare(Replay replay) throws IOException {
    List<Segment> all = replay.segments;
    int spares = replay.current + 1;
    for (int i = all.size() - 1; i >= spares; i--) {
      Segment segment = all.get(i);
      if (i > spares || replay.uselessSpare) {
        segment.file.close();
        disk.delete(segment.name());
        disk.force();
      } else {
        spare = segment;
      }
    }
  }

  /**
   * Reads a journal, and repairs what a crash may have left: a torn last batch is overwritten with
   * zeros.
   *
   * @param disk the journal's directory, which holds nothing else
   * @param identity whose it must be
   * @param options the figures, which may change from one opening to the next
   * @param create whether there may be none yet; false once there has been one, for a lost journal
   *     must not become a new one
   * @param sink takes every record in order
   * @throws RefusedException if it is damaged, of another member or cluster, or of a newer format;
   *     nothing was changed
   * @throws NoSpaceException if there is none yet, and no room for it
   */
  public static Journal open(
      Disk disk,
      JournalIdentity identity,
      JournalOptions options,
      boolean create,
      Consumer<Record> sink)
      throws IOException {
    SegmentMaker maker = new SegmentMaker(disk, identity);
    List<Long> numbers = numbers(disk);
    if (numbers.isEmpty()) {
      if (!create) {
        throw new RefusedException(
            "The journal in "
                + disk.name()
                + " is gone, and with it what this member promised: restore the data"
                + " directory from a copy of the disk, or replace the member by a new one.");
      }
      maker.removeUnfinished();
      maker.make(1, options.segmentBytes(), options.floorBytes()).file.close();
      numbers = List.of(1L);
    }
    Replay replay = new Replay(disk, identity, sink);
    try {
      replay.run(numbers);
      return new Journal(disk, identity, options, maker, replay);
    } catch (IOException | RuntimeException e) {
      for (Segment segment : replay.segments) {
        segment.file.close();
      }
      throw e;
    }
  }

  private static List<Long> numbers(Disk disk) throws IOException {
    return disk.list().stream()
        .map(Layout::segmentOf)
        .filter(number -> number.isPresent())
        .map(number -> number.getAsLong())
        .sorted()
        .toList();
  }

  private static Optional<String> repair(Disk disk, SegmentMaker maker, Replay replay)
      throws IOException {
    maker.removeUnfinished();
    Replay.Torn torn = replay.torn;
    if (torn == null) {
      return Optional.empty();
    }
    SegmentMaker.fill(torn.segment().file, torn.from(), torn.to());
    return Optional.of(
        "The last write to journal file %s/%s was cut off by a crash: %d bytes from offset %d on, never acknowledged, were cleared."
            .formatted(disk.name(), torn.segment().name(), torn.to() - torn.from(), torn.from()));
  }

  /** What {@link #open} had to repair, as a sentence for the log. */
  public Optional<String> repaired() {
    return repaired;
  }

  /**
   * Writes records as one batch, durable on return. After an exception nothing may be written any
   * more.
   *
   * @param records at least one, in order
   * @return false, with nothing done, if no segment with enough room is ready: {@link #prepare},
   *     then call again
   */
  public boolean write(List<Record> records) throws IOException {
    long payload = size(records);
    List<Record> first = List.of();
    if (position + Layout.extent(payload) > current.size) {
      first = essence.records();
      payload += size(first);
      if (!takeSpare(Layout.FIRST_BATCH + Layout.extent(payload))) {
        return false;
      }
    }
    encode(first, records, Math.toIntExact(payload));
    current.file.write(buffer, position);
    current.file.force();
    lastBatch++;
    position += (int) Layout.extent(payload);
    for (Record record : records) {
      essence.note(record);
      current.note(record, essence.registers());
    }
    currentNumber = current.number;
    return true;
  }

  private boolean takeSpare(long bytes) throws IOException {
    Segment next = spare;
    if (next == null || next.size < bytes) {
      wantedBytes = bytes;
      return false;
    }
    current.file.close();
    current = next;
    position = Layout.FIRST_BATCH;
    wantedBytes = 0;
    synchronized (segments) {
      segments.add(next);
      spare = null;
    }
    return true;
  }

  private static long size(List<Record> records) {
    long size = 0;
    for (Record record : records) {
      size += RecordCodec.sizeInBatch(record);
    }
    return size;
  }

  private void encode(List<Record> first, List<Record> records, int payload) throws IOException {
    int extent = Math.toIntExact(Layout.extent(payload));
    if (buffer.capacity() < extent) {
      buffer = ByteBuffer.allocate(Math.max(extent, 2 * buffer.capacity()));
    }
    CodedOutputStream out =
        CodedOutputStream.newInstance(buffer.array(), Layout.BATCH_HEADER, payload);
    for (Record record : first) {
      RecordCodec.writeInBatch(record, out);
    }
    for (Record record : records) {
      RecordCodec.writeInBatch(record, out);
    }
    out.checkNoSpaceLeft();
    buffer.clear().limit(extent);
    for (int at = Layout.BATCH_HEADER + payload; at < extent; at++) {
      buffer.put(at, (byte) 0);
    }
    Layout.writeBatchHeader(buffer, identity, current.number, position, lastBatch + 1, payload);
  }

  /** Whether {@link #prepare} has something to do. */
  public boolean needsSpare() {
    Segment ready = spare;
    return ready == null || ready.size < wantedBytes;
  }

  /**
   * Has a segment ready for when the current one is full. May be called while another thread
   * writes.
   *
   * @throws NoSpaceException if there is no room for it; call again later
   */
  public void prepare() throws IOException {
    Segment ready = spare;
    long bytes = Math.max(options.segmentBytes(), wantedBytes);
    if (ready == null) {
      long next;
      synchronized (segments) {
        next = segments.getLast().number + 1;
      }
      spare = maker.make(next, bytes, options.floorBytes());
    } else if (ready.size < wantedBytes) {
      maker.extend(ready, bytes, options.floorBytes());
    }
  }

  /**
   * Deletes the oldest segments as long as they are about no slot beyond this one, and hold no
   * later record about registers. May be called while another thread writes, but not by two
   * threads, nor together with {@link #prepare}.
   *
   * @param registers how many records about registers, from the first one on that this opening of
   *     the journal found or wrote, are durable elsewhere
   */
  public void trimTo(long slot, long registers) throws IOException {
    for (Segment oldest = oldest(); isDeletable(oldest, slot, registers); oldest = oldest()) {
      disk.delete(oldest.name());
      disk.force();
      synchronized (segments) {
        segments.removeFirst();
      }
    }
  }

  private Segment oldest() {
    synchronized (segments) {
      return segments.getFirst();
    }
  }

  private boolean isDeletable(Segment segment, long slot, long registers) {
    return segment.number < currentNumber
        && segment.lastSlot() <= slot
        && segment.lastRegister() <= registers;
  }

  /** The size of all files. Any thread. */
  public long sizeBytes() {
    Segment ready = spare;
    long size = ready == null ? 0 : ready.size;
    synchronized (segments) {
      for (Segment segment : segments) {
        size += segment.size;
      }
    }
    return size;
  }

  /** Whether so little of the disk is left that nothing more should be taken on. */
  public boolean isSpaceLow() throws IOException {
    return disk.freeBytes() < options.reserveBytes();
  }

  /** Closes the files. Everything that was written is durable already. */
  @Override
  public void close() throws IOException {
    current.file.close();
    Segment ready = spare;
    if (ready != null) {
      ready.file.close();
    }
  }
}
