package io.synod.node;

import io.synod.node.directory.Premises;
import io.synod.node.directory.RealPremises;
import io.synod.node.disk.Disk;
import io.synod.node.disk.HeapDisk;
import io.synod.node.disk.RealDisk;
import io.synod.node.disk.RefusedException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where a member keeps what it must not forget: its promises, its log and its state. */
public abstract sealed class Storage {

  private Storage() {}

  /**
   * A data directory of a member's own, made if it does not exist. What is acknowledged is synced
   * to it.
   */
  public static Storage directory(Path path) {
    return new OnDisk(path);
  }

  /**
   * Memory, for tests. A member that is started again with the same object finds what it had.
   *
   * <p>A member whose memory is gone has forgotten its promises, and must not come back under its
   * id: two majorities could then choose two values. So this is not for clusters whose members are
   * processes of their own.
   */
  public static Storage inMemory() {
    return new InMemory();
  }

  abstract Path path();

  abstract Premises take(Path path) throws java.io.IOException;

  abstract Disk disk(Path path);

  abstract boolean isInMemory();

  private static final class OnDisk extends Storage {

    private final Path path;

    OnDisk(Path path) {
      this.path = path;
    }

    @Override
    Path path() {
      return path;
    }

    @Override
    Premises take(Path taken) throws java.io.IOException {
      return RealPremises.take(taken);
    }

    @Override
    Disk disk(Path inside) {
      return new RealDisk(inside);
    }

    @Override
    boolean isInMemory() {
      return false;
    }
  }

  private static final class InMemory extends Storage {

    private final HeapDisk disk = new HeapDisk();
    private final AtomicBoolean taken = new AtomicBoolean();

    @Override
    Path path() {
      return Path.of(disk.name());
    }

    @Override
    Premises take(Path path) throws RefusedException {
      if (!taken.compareAndSet(false, true)) {
        throw new RefusedException(
            "This storage in memory is in use by another member: give each member its own.");
      }
      return new Premises() {
        @Override
        public Disk disk() {
          return disk;
        }

        @Override
        public void close() {
          taken.set(false);
        }
      };
    }

    @Override
    Disk disk(Path inside) {
      return disk.at(inside.toString());
    }

    @Override
    boolean isInMemory() {
      return true;
    }
  }
}
