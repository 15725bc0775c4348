package io.synod.members.disk;

import io.synod.node.disk.Disk;
import io.synod.sim.chance.Chance;
import java.io.IOException;
import java.util.List;

/**
 * A member's disk: a file system of bytes and sectors, and what accidents leave on it.
 *
 * <p>The fault model:
 *
 * <ul>
 *   <li>What was written to a file since its last sync is kept or lost sector by sector, whatever
 *       the order in which it was written: all, none, any, only a first or only a last part. So a
 *       write of several sectors may be torn. A sector of 512 or 4096 bytes is never torn in
 *       itself.
 *   <li>A file that has grown since its last sync has its old or its new size; what it lacks reads
 *       as zeros.
 *   <li>Each name that was given, changed or taken away since the last sync of its directory is as
 *       it was before or after, each on its own; a renaming happens whole or not at all. A synced
 *       file without a durable name is lost.
 *   <li>A sync that fails leaves what it was to make durable in any of these states.
 *   <li>A full disk takes neither new files nor larger ones; what has its place can be written.
 *   <li>Bytes that were durable may change while the member is down, and the disk may lose
 *       everything.
 *   <li>The member may die at each operation: in the middle of a write, before a sync.
 * </ul>
 *
 * <p>Not modelled: sectors that land in the wrong place, reads that fail or differ from one time to
 * the next, and disks that claim to have synced what they have not.
 */
public final class SimDisk {

  /** What goes wrong, and who wants to know what does not. */
  public interface Fate {

    /** A change is under way; the process may die of it. */
    void changing();

    /** Whether there is no room. */
    boolean isFull();

    /** Whether the sync under way fails. */
    boolean syncFails();

    /** A file's content is durable as it stands now. */
    void forced(String directory, String file, byte[] content);

    /** A directory's names are durable as they stand now. */
    void named(String directory);
  }

  /** What of the changes since the last sync is kept. */
  enum Mode {
    NONE,
    ALL,
    ANY,
    FIRST,
    LAST;

    static Mode draw(Chance chance) {
      return chance.of(List.of(values()));
    }

    /** Which of so many changes are kept. */
    boolean[] kept(int changes, Chance chance) {
      boolean[] kept = new boolean[changes];
      int cut = changes == 0 ? 0 : chance.below(changes + 1);
      for (int i = 0; i < changes; i++) {
        kept[i] =
            switch (this) {
              case NONE -> false;
              case ALL -> true;
              case ANY -> chance.oneIn(2);
              case FIRST -> i < cut;
              case LAST -> i >= cut;
            };
      }
      return kept;
    }
  }

  final int sector;
  final Chance chance;
  final Fate fate;
  private final String name;
  private Folder root = new Folder();
  private int life;

  /**
   * An empty disk.
   *
   * @param name where its tree begins, as a path
   * @param sector how many bytes are written as one
   */
  public SimDisk(String name, int sector, Chance chance, Fate fate) {
    this.name = name;
    this.sector = sector;
    this.chance = chance;
    this.fate = fate;
  }

  /** The whole tree, for one life of the member. What earlier lives hold of it is dead. */
  public Disk open() {
    return new SimDirectory(this, List.of(), name, ++life);
  }

  /** A place in the tree, by its path, for the life that is now. */
  public Disk at(String path) {
    if (!path.startsWith(name + "/")) {
      throw new IllegalArgumentException(path + " does not lie on the disk " + name + ".");
    }
    List<String> steps = List.of(path.substring(name.length() + 1).split("/", -1));
    return new SimDirectory(this, steps, path, life);
  }

  /** The process dies, and perhaps the power fails: what is not synced is kept or lost. */
  public void crash() {
    life++;
    root.crash(this);
  }

  /** Everything is lost. */
  public void wipe() {
    life++;
    root = new Folder();
  }

  /** The durable content of a file, for whoever looks at the disk from outside; empty if none. */
  public byte[] content(String directory, String file) {
    return root.entry(directory) instanceof Folder folder
            && folder.entry(file) instanceof Content content
        ? content.durable()
        : new byte[0];
  }

  /** The names of the durable files of a directory of the root. */
  public List<String> files(String directory) {
    return root.entry(directory) instanceof Folder folder ? folder.files() : List.of();
  }

  /** Changes some bits of a durable byte. */
  public void flip(String directory, String file, int at) {
    if (root.entry(directory) instanceof Folder folder
        && folder.entry(file) instanceof Content content) {
      content.flip(at, 1 + chance.below(255));
    }
  }

  Folder root() {
    return root;
  }

  void requireAlive(int ofLife) throws IOException {
    if (ofLife != life) {
      throw new IOException("The process that opened this is dead.");
    }
  }

  /** Something changes: the process may die now. */
  void changing(int ofLife) throws IOException {
    fate.changing();
    requireAlive(ofLife);
  }
}
