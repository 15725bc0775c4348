package io.synod.node.directory;

import io.synod.node.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;

/** A directory that is nobody else's until it is given back. */
public interface Premises extends AutoCloseable {

  /** How directories are taken. */
  @FunctionalInterface
  interface Opener {

    /**
     * Takes a directory, and makes it if it does not exist.
     *
     * @throws io.synod.node.disk.RefusedException if it must not be used; nothing was changed
     */
    Premises take(Path path) throws IOException;
  }

  /** The directory. */
  Disk disk();

  /** Gives it back. */
  @Override
  void close() throws IOException;
}
