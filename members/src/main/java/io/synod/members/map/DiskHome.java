package io.synod.members.map;

import io.synod.members.guests.Shelf;
import io.synod.node.disk.Disk;
import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.MapHome;
import io.synod.store.map.OrderedMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Maps in memory whose flushes are files: one image of the whole, replaced in one step. */
public final class DiskHome implements MapHome {

  private static final String CURRENT = "map";
  private static final String STAGED = "staged";

  private final Disk directory;
  private final Function<Path, Disk> places;

  /** The map that is in use, and the one that is about to be. */
  private @Nullable DiskMap current;

  private @Nullable DiskMap staged;

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
    current = map;
    return map;
  }

  @Override
  public OrderedMap stage(Path checkpoint) throws IOException {
    DiskMap map = new DiskMap(directory, CURRENT, places);
    map.load(places.apply(checkpoint), DiskMap.CHECKPOINT);
    map.save(directory, STAGED);
    staged = map;
    return map;
  }

  @Override
  public void promote() throws IOException {
    directory.rename(STAGED, CURRENT);
    current = staged;
    directory.force();
  }

  /** What lies in the map that is in use, for somebody who looks at it from outside. */
  public Shelf shelf(long revision, long scrubbed) {
    DiskMap map = Objects.requireNonNull(current);
    List<Shelf.Place> events = new ArrayList<>();
    try (Cursor cursor = map.scan(Family.HISTORY, new byte[0], null)) {
      while (cursor.next()) {
        ByteBuffer key = ByteBuffer.wrap(cursor.key());
        events.add(new Shelf.Place(key.getLong(), key.getInt()));
      }
    }
    long keys = 0;
    try (Cursor cursor = map.scan(Family.KEYS, new byte[0], null)) {
      while (cursor.next()) {
        keys++;
      }
    }
    return new Shelf(revision, scrubbed, events, keys);
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
