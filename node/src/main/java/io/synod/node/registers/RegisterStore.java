package io.synod.node.registers;

import io.synod.core.Bytes;
import io.synod.node.disk.Disk;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a member holds of its registers, by name. One thread reads and writes; {@link #flush}
 * is called from another meanwhile.
 *
 * <p>After a crash it may have gone back to its last flush, or to any moment since, but with each
 * register whole: the journal has the rest.
 */
public interface RegisterStore extends AutoCloseable {

  /** Opens a store. */
  @FunctionalInterface
  interface Opener {

    /**
     * Opens the store that lies in a directory, or a new one if the directory is empty.
     *
     * @param room exists, and belongs to this store alone
     * @throws IOException if it cannot be opened; the message is a sentence for people
     */
    RegisterStore open(Disk room) throws IOException;
  }

  /**
   * One register.
   *
   * @param name the register
   * @param state what the member holds of it, to be given back as it is
   */
  record Entry(String name, Bytes state) {}

  /** What was put last, or null. */
  @Nullable Bytes get(String name) throws IOException;

  /**
   * Puts entries, in order. Needs not be durable on return.
   *
   * @throws IOException if some were not put; all of them may be put again
   */
  void put(List<Entry> entries) throws IOException;

  /** Makes durable what was put before the call. */
  void flush() throws IOException;

  /**
   * The registers in the order of their names as UTF-8.
   *
   * @param after the name to begin after; empty for the first
   * @param most how many at most; they may be fewer if they are large, but none only if there is
   *     none
   */
  List<Entry> list(String after, int most) throws IOException;

  /** Releases everything. What was not flushed may be lost. */
  @Override
  void close();
}
