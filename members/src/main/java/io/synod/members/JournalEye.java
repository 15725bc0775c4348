package io.synod.members;

import com.google.protobuf.CodedInputStream;
import io.synod.core.Record;
import io.synod.members.disk.SimDisk;
import io.synod.node.codec.RecordCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a member's disk what its journal holds durably, without the journal: each batch once,
 * in order.
 */
final class JournalEye {

  private static final String DIRECTORY = "journal";
  private static final String SUFFIX = ".log";
  private static final int PAGE = 4096;
  private static final int HEADER = 24;
  private static final int MAGIC = 0x53594E42;

  /** Where a batch lies. */
  private record Place(long number, String file, int at, int length) {}

  private final Consumer<Record> sink;
  private final List<Place> places = new ArrayList<>();
  private long last;

  /** Where the next batch of a file is looked for. */
  private String file = "";

  private int position;

  JournalEye(Consumer<Record> sink) {
    this.sink = sink;
  }

  /** A file is durable as it stands. */
  void forced(String directory, String name, byte[] content) {
    if (directory.equals(DIRECTORY) && name.endsWith(SUFFIX)) {
      look(name, content);
    }
  }

  /** The disk is as an accident left it. */
  void crashed(SimDisk disk) {
    file = "";
    for (String name : disk.files(DIRECTORY)) {
      forced(DIRECTORY, name, disk.content(DIRECTORY, name));
    }
  }

  /** Nothing is left. */
  void wiped() {
    places.clear();
    file = "";
    last = 0;
  }

  private void look(String name, byte[] content) {
    if (!name.equals(file)) {
      file = name;
      position = PAGE;
    }
    ByteBuffer bytes = ByteBuffer.wrap(content);
    while (position + HEADER <= content.length && bytes.getInt(position) == MAGIC) {
      long number = bytes.getLong(position + 8);
      int length = bytes.getInt(position + 16);
      long end = position + (HEADER + (long) length + PAGE - 1) / PAGE * PAGE;
      if (length < 0 || end > content.length || !isWhole(content, (int) end)) {
        return;
      }
      if (number == last + 1) {
        last = number;
        places.add(new Place(number, name, position, HEADER + length));
        deliver(content, position + HEADER, length);
      }
      position = (int) end;
    }
  }

  private boolean isWhole(byte[] content, int end) {
    CRC32C crc = new CRC32C();
    crc.update(content, position + HEADER, end - position - HEADER);
    return (int) crc.getValue() == ByteBuffer.wrap(content).getInt(position + 20);
  }

  private void deliver(byte[] content, int at, int length) {
    try {
      RecordCodec.readBatch(CodedInputStream.newInstance(content, at, length), sink);
    } catch (IOException e) {
      throw new IllegalStateException("A batch is whole but cannot be read: " + e, e);
    }
  }

  /**
   * Changes a byte in a batch that is not the last one, if there is such a batch: the last one
   * would look torn.
   *
   * @param draw draws a number below another
   * @return what was changed, in words; null if nothing was
   */
  @Nullable String damage(SimDisk disk, java.util.function.IntUnaryOperator draw) {
    List<String> files = disk.files(DIRECTORY);
    List<Place> there = new ArrayList<>();
    for (Place place : places) {
      if (place.number() < last && files.contains(place.file())) {
        there.add(place);
      }
    }
    if (there.isEmpty()) {
      return null;
    }
    Place place = there.get(draw.applyAsInt(there.size()));
    int at = place.at() + draw.applyAsInt(place.length());
    disk.flip(DIRECTORY, place.file(), at);
    return place.file() + " at " + at;
  }
}
