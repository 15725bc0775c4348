package io.synod.node.journal;

import com.google.protobuf.CodedInputStream;
import io.synod.core.Record;
import io.synod.node.codec.RecordCodec;
import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from its first batch to its last, and tells a tail that a crash has torn from
 * damage. Changes nothing.
 *
 * <p>A batch is written only once the one before is durable. So the one that cannot be read is the
 * torn last one exactly if no trace of a later one exists: no batch, and behind a known end nothing
 * but zeros.
 */
final class Replay {

  /**
   * A region that a crash left half-written.
   *
   * @param segment where
   * @param from its first byte
   * @param to the byte after its last that is not zero
   */
  record Torn(Segment segment, int from, int to) {}

  private static final String REMEDY =
      " This member may have forgotten what it promised, so it must not run: restore the data"
          + " directory from a copy of the disk, or replace the member by a new one.";

  private final Disk disk;
  private final JournalIdentity identity;
  private final Consumer<Record> sink;

  /** Every segment, in order; the last ones may have no batch yet. */
  final List<Segment> segments = new ArrayList<>();

  final Essence essence = new Essence();

  /** The number of the last batch; 0 if there is none. */
  long lastBatch;

  /** The index of the segment that holds the last batch, and where in it the next goes. */
  int current;

  int position = Layout.FIRST_BATCH;

  /** Whether the last segment is a spare whose header is damaged. */
  boolean uselessSpare;

  /** What a crash left behind the last batch. */
  @Nullable Torn torn;

  private boolean anyBatch;
  private ByteBuffer content = ByteBuffer.allocate(0);

  Replay(Disk disk, JournalIdentity identity, Consumer<Record> sink) {
    this.disk = disk;
    this.identity = identity;
    this.sink = sink;
  }

  /** Reads the segments with these numbers, of which there is at least one, in ascending order. */
  void run(List<Long> numbers) throws IOException {
    for (int i = 0; i < numbers.size(); i++) {
      long number = numbers.get(i);
      if (i > 0 && number != numbers.get(i - 1) + 1) {
        throw new RefusedException(
            "Journal file "
                + path(numbers.get(i - 1) + 1)
                + " is missing although later ones exist."
                + REMEDY);
      }
      DiskFile file = disk.open(Layout.fileName(number));
      segments.add(new Segment(number, file, file.size()));
    }
    for (int i = 0; i < segments.size(); i++) {
      load(segments.get(i));
      uselessSpare = isUselessSpare(i);
      if (!uselessSpare) {
        checkHeader(i);
        readBatches(i);
      }
    }
    if (!anyBatch && segments.getFirst().number != 1) {
      throw damaged(segments.getFirst(), Layout.FIRST_BATCH, "its first batch cannot be read.");
    }
    content = ByteBuffer.allocate(0);
  }

  private void load(Segment segment) throws IOException {
    int size = Math.toIntExact(segment.size);
    if (content.capacity() < size) {
      content = ByteBuffer.allocate(size);
    }
    content.clear().limit(size);
    segment.file.read(content, 0);
    content.flip();
  }

  // A last segment that holds nothing is not worth a refusal, whatever has become of its header.
  private boolean isUselessSpare(int index) {
    return index > 0
        && index == segments.size() - 1
        && Layout.readSegmentHeader(content) == null
        && (content.limit() <= Layout.FIRST_BATCH
            || endOfNonZero(Layout.FIRST_BATCH) == Layout.FIRST_BATCH);
  }

  private void checkHeader(int index) throws RefusedException {
    Segment segment = segments.get(index);
    Layout.SegmentHeader header = Layout.readSegmentHeader(content);
    if (header == null) {
      throw damaged(segment, 0, "its header cannot be read.");
    }
    checkOwner(segment, header);
  }

  private void checkOwner(Segment segment, Layout.SegmentHeader header) throws RefusedException {
    String what = "Journal file " + path(segment.number);
    if (header.version() != Layout.VERSION) {
      throw new RefusedException(
          what
              + " is of format "
              + header.version()
              + ", and this version of Synod reads format "
              + Layout.VERSION
              + " only: run the version that wrote it.");
    }
    JournalIdentity found = header.identity();
    if (found.clusterId() != identity.clusterId()) {
      throw new RefusedException(
          what
              + " belongs to cluster "
              + Long.toHexString(found.clusterId())
              + ", not to cluster "
              + Long.toHexString(identity.clusterId())
              + ": give this member its own data directory.");
    }
    if (!found.member().equals(identity.member())) {
      throw new RefusedException(
          what
              + " belongs to member "
              + found.member()
              + ", not to member "
              + identity.member()
              + ": give each member its own data directory.");
    }
    if (found.incarnation() != identity.incarnation()) {
      throw new RefusedException(
          what
              + " comes from another data directory of this member: put the files back where they"
              + " belong.");
    }
    if (header.segment() != segment.number) {
      throw new RefusedException(
          what
              + " says that it is "
              + Layout.fileName(header.segment())
              + ": give it back its name.");
    }
  }

  private void readBatches(int index) throws IOException {
    Segment segment = segments.get(index);
    int at = Layout.FIRST_BATCH;
    Layout.BatchHeader header = Layout.readBatchHeader(content, at, identity, segment.number);
    while (header != null && Layout.isWhole(content, at, header)) {
      checkOrder(index, at, header.number());
      deliver(segment, at, header);
      at += (int) header.extent();
      current = index;
      position = at;
      header = Layout.readBatchHeader(content, at, identity, segment.number);
    }
    inspectRest(segment, at, header);
  }

  private void checkOrder(int index, int at, long number) throws RefusedException {
    if (torn != null) {
      throw damaged(
          torn.segment(), torn.from(), "a batch there cannot be read although later ones exist.");
    }
    Segment segment = segments.get(index);
    if (anyBatch ? number != lastBatch + 1 : index > 0 || (segment.number == 1 && number != 1)) {
      Segment lacking = at == Layout.FIRST_BATCH && index > 0 ? segments.get(current) : segment;
      throw damaged(
          lacking,
          lacking == segment ? at : position,
          "batch "
              + (lastBatch + 1)
              + " should be there, but the next one that exists is "
              + number
              + ".");
    }
  }

  private void deliver(Segment segment, int at, Layout.BatchHeader header) throws IOException {
    CodedInputStream in =
        CodedInputStream.newInstance(content.array(), at + Layout.BATCH_HEADER, header.length());
    try {
      RecordCodec.readBatch(
          in,
          record -> {
            essence.note(record);
            segment.note(record, essence.registers());
            sink.accept(record);
          });
    } catch (IOException e) {
      throw damaged(
          segment, at, "the batch there is whole, but no record that this version knows.");
    }
    lastBatch = header.number();
    anyBatch = true;
  }

  // Everything from the first byte that is no batch, at whose place there may be the header of one
  // that is not whole.
  private void inspectRest(Segment segment, int end, Layout.@Nullable BatchHeader header)
      throws RefusedException {
    int last = endOfNonZero(end);
    if (last == end) {
      return;
    }
    if (torn != null) {
      throw damaged(
          torn.segment(),
          torn.from(),
          "a batch there cannot be read although later ones were begun.");
    }
    for (int at = end + Layout.ALIGNMENT; at < last; at += Layout.ALIGNMENT) {
      if (Layout.readBatchHeader(content, at, identity, segment.number) != null) {
        throw damaged(segment, end, "a batch there cannot be read although later ones exist.");
      }
    }
    if (header != null && header.length() >= 0 && end + header.extent() < last) {
      throw damaged(segment, end, "a batch there cannot be read although a later one was begun.");
    }
    torn = new Torn(segment, end, last);
  }

  private int endOfNonZero(int from) {
    int at = content.limit();
    while (at >= from + Long.BYTES && content.getLong(at - Long.BYTES) == 0) {
      at -= Long.BYTES;
    }
    while (at > from && content.get(at - 1) == 0) {
      at--;
    }
    return Math.max(at, from);
  }

  private String path(long segment) {
    return disk.name() + "/" + Layout.fileName(segment);
  }

  private RefusedException damaged(Segment segment, long offset, String what) {
    return new RefusedException(
        "Journal file "
            + path(segment.number)
            + " is damaged at offset "
            + offset
            + ": "
            + what
            + REMEDY);
  }
}
