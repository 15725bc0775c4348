package io.synod.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. One thread at a time. */
public interface DiskFile extends AutoCloseable {

  /** The size in bytes. */
  long size() throws IOException;

  /** Reads until the buffer or the file is at its end. */
  void read(ByteBuffer into, long position) throws IOException;

  /**
   * Writes all that remains in the buffer; nothing of it is durable on return. The file grows where
   * needed.
   *
   * @throws NoSpaceException if the disk is full; a part may be written
   */
  void write(ByteBuffer from, long position) throws IOException;

  /**
   * Makes everything written before durable, the size included. After it failed, nothing is known
   * about what was written since the last time, and trying again proves nothing.
   */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
