package io.synod.node.journal;

import io.synod.core.MemberId;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * How bytes lie in a segment file. Numbers are big-endian.
 *
 * <pre>
 * segment  0  magic (8)  version (4)  checksum of the other 60 bytes (4)  cluster (8)  member (8)  incarnation (8)
 *             number of the segment (8)  zeros (16); then zeros up to {@link #FIRST_BATCH}
 * batch    0  magic (4)  checksum of the header (4)  number of the batch (8)  length of the payload (4)
 *             checksum of payload and padding (4); then the payload, and zeros up to the next {@link #ALIGNMENT}
 * </pre>
 *
 * <p>The checksum of a batch's header also covers whose journal it is, the segment and the offset,
 * so that nothing which lies elsewhere, say in a payload, is ever taken for a batch. Batches have
 * pages of their own, as has the segment's header: a torn write cannot touch what was durable
 * before, and the system need not read or keep a page to write one.
 */
final class Layout {

  static final int VERSION = 2;
  static final int ALIGNMENT = 4096;
  static final int FIRST_BATCH = 4096;
  static final int SEGMENT_HEADER = 64;
  static final int BATCH_HEADER = 24;

  private static final long SEGMENT_MAGIC = 0x53594E4F444A524EL; // "SYNODJRN"
  private static final int BATCH_MAGIC = 0x53594E42; // "SYNB"
  private static final String PREFIX = "journal-";
  private static final String SUFFIX = ".log";

  private Layout() {}

  /**
   * A batch's header whose checksum is right.
   *
   * @param number the batch's number
   * @param length the payload's length
   * @param checksum the checksum of payload and padding
   */
  record BatchHeader(long number, int length, int checksum) {

    /** The bytes from the header's begin to the next batch's. */
    long extent() {
      return Layout.extent(length);
    }
  }

  /**
   * A segment's header whose checksum is right.
   *
   * @param version the format
   * @param identity whose it is
   * @param segment the segment's number
   */
  record SegmentHeader(int version, JournalIdentity identity, long segment) {}

  /** How many bytes a batch with a payload of that length takes. */
  static long extent(long payload) {
    return (BATCH_HEADER + payload + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  static String fileName(long segment) {
    return "%s%016d%s".formatted(PREFIX, segment, SUFFIX);
  }

  /** The name of a segment until it is ready. */
  static String unfinished(String file) {
    return file + ".new";
  }

  static boolean isUnfinished(String file) {
    return file.startsWith(PREFIX) && file.endsWith(SUFFIX + ".new");
  }

  /** The number of the segment in a file's name; nothing if it is another file. */
  static OptionalLong segmentOf(String file) {
    if (!file.startsWith(PREFIX) || !file.endsWith(SUFFIX)) {
      return OptionalLong.empty();
    }
    String digits = file.substring(PREFIX.length(), file.length() - SUFFIX.length());
    return digits.length() == 16 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? OptionalLong.of(Long.parseLong(digits))
        : OptionalLong.empty();
  }

  static void writeSegmentHeader(ByteBuffer to, JournalIdentity identity, long segment) {
    to.putLong(0, SEGMENT_MAGIC)
        .putInt(8, VERSION)
        .putLong(16, identity.clusterId())
        .putLong(24, identity.member().value())
        .putLong(32, identity.incarnation())
        .putLong(40, segment)
        .putInt(12, segmentChecksum(to));
  }

  /** The header at the begin of the buffer, or null if it is damaged. */
  static @org.jspecify.annotations.Nullable SegmentHeader readSegmentHeader(ByteBuffer from) {
    if (from.limit() < SEGMENT_HEADER
        || from.getLong(0) != SEGMENT_MAGIC
        || from.getInt(12) != segmentChecksum(from)) {
      return null;
    }
    return new SegmentHeader(
        from.getInt(8),
        new JournalIdentity(from.getLong(16), new MemberId(from.getLong(24)), from.getLong(32)),
        from.getLong(40));
  }

  private static int segmentChecksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, 12));
    crc.update(header.slice(16, SEGMENT_HEADER - 16));
    return (int) crc.getValue();
  }

  /** Writes a batch's header to the begin of a buffer that holds payload and padding behind it. */
  static void writeBatchHeader(
      ByteBuffer batch,
      JournalIdentity identity,
      long segment,
      long offset,
      long number,
      int length) {
    CRC32C crc = new CRC32C();
    crc.update(batch.slice(BATCH_HEADER, (int) extent(length) - BATCH_HEADER));
    batch
        .putInt(0, BATCH_MAGIC)
        .putLong(8, number)
        .putInt(16, length)
        .putInt(20, (int) crc.getValue());
    batch.putInt(4, batchChecksum(batch, 0, identity, segment, offset));
  }

  /** The header at an offset of a segment, or null if there is none or it is damaged. */
  static @org.jspecify.annotations.Nullable BatchHeader readBatchHeader(
      ByteBuffer file, int offset, JournalIdentity identity, long segment) {
    if (offset + BATCH_HEADER > file.limit()
        || file.getInt(offset) != BATCH_MAGIC
        || file.getInt(offset + 4) != batchChecksum(file, offset, identity, segment, offset)) {
      return null;
    }
    return new BatchHeader(
        file.getLong(offset + 8), file.getInt(offset + 16), file.getInt(offset + 20));
  }

  /** Whether payload and padding behind a header are whole. */
  static boolean isWhole(ByteBuffer file, int offset, BatchHeader header) {
    if (header.length() < 0 || offset + header.extent() > file.limit()) {
      return false;
    }
    CRC32C crc = new CRC32C();
    crc.update(file.slice(offset + BATCH_HEADER, (int) header.extent() - BATCH_HEADER));
    return (int) crc.getValue() == header.checksum();
  }

  private static int batchChecksum(
      ByteBuffer batch, int at, JournalIdentity identity, long segment, long offset) {
    ByteBuffer place =
        ByteBuffer.allocate(40)
            .putLong(identity.clusterId())
            .putLong(identity.member().value())
            .putLong(identity.incarnation())
            .putLong(segment)
            .putLong(offset)
            .flip();
    CRC32C crc = new CRC32C();
    crc.update(place);
    crc.update(batch.slice(at + 8, BATCH_HEADER - 8));
    return (int) crc.getValue();
  }
}
