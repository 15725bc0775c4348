package io.synod.members.map;

import io.synod.node.disk.Disk;
import io.synod.store.map.MapHome;
import io.synod.store.map.OrderedMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** Maps in memory whose flushes are files: one image of the whole, replaced in one step. */
public final class DiskHome implements MapHome {

  private static final String CURRENT = "map";
  private static final String STAGED = "staged";

  private final Disk directory;
  private final Function<Path, Disk> places;

  /**
   * A home in a directory that exists.
   *
   * @param places finds the directory of a checkpoint
   */
  public DiskHome(Disk directory, Function<Path, Disk> places) {
    this.directory = directory;
    this.places = places;
  }

  @Override
  public OrderedMap open() throws IOException {
    sweep();
    DiskMap map = new DiskMap(directory, CURRENT, places);
    if (directory.list().contains(CURRENT)) {
      map.load(directory, CURRENT);
    }
    return map;
  }

  @Override
  public OrderedMap stage(Path checkpoint) throws IOException {
    DiskMap map = new DiskMap(directory, CURRENT, places);
    map.load(places.apply(checkpoint), DiskMap.CHECKPOINT);
    map.save(directory, STAGED);
    return map;
  }

  @Override
  public void promote() throws IOException {
    directory.rename(STAGED, CURRENT);
    directory.force();
  }

  @Override
  public void sweep() {
    try {
      if (directory.list().contains(STAGED)) {
        directory.delete(STAGED);
      }
    } catch (IOException left) {
      // It does no harm, and goes next time.
    }
  }
}
