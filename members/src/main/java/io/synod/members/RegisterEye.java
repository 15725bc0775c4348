package io.synod.members;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.core.Bytes;
import io.synod.core.RegisterState;
import io.synod.members.disk.SimDisk;
import io.synod.node.codec.RegisterCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads from a member's disk which registers its file holds durably, without what wrote it. */
final class RegisterEye {

  static final String DIRECTORY = "registers";
  private static final String FILE = "registers";

  private final SimDisk disk;
  private final BiConsumer<String, RegisterState> sink;

  RegisterEye(SimDisk disk, BiConsumer<String, RegisterState> sink) {
    this.disk = disk;
    this.sink = sink;
  }

  /** The directory is durable as it stands. */
  void look() {
    byte[] content = disk.content(DIRECTORY, FILE);
    int end = content.length - Long.BYTES;
    if (end <= 0 || !isWhole(content, end)) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(content, 0, end);
    try {
      while (bytes.hasRemaining()) {
        String name = new String(next(bytes), UTF_8);
        sink.accept(name, RegisterCodec.decode(Bytes.wrap(next(bytes))));
      }
    } catch (IOException e) {
      throw new IllegalStateException("A file of registers is whole but cannot be read: " + e, e);
    }
  }

  private static boolean isWhole(byte[] content, int end) {
    CRC32C crc = new CRC32C();
    crc.update(content, 0, end);
    return crc.getValue() == ByteBuffer.wrap(content).getLong(end);
  }

  private static byte[] next(ByteBuffer bytes) {
    byte[] next = new byte[bytes.getInt()];
    bytes.get(next);
    return next;
  }

  /**
   * Changes a byte of the file, if there is one.
   *
   * @param draw draws a number below another
   * @return what was changed, in words; null if nothing was
   */
  @Nullable String damage(IntUnaryOperator draw) {
    int length = disk.content(DIRECTORY, FILE).length;
    if (length == 0) {
      return null;
    }
    int at = draw.applyAsInt(length);
    disk.flip(DIRECTORY, FILE, at);
    return FILE + " at " + at;
  }
}
