package io.synod.store;

import io.synod.store.map.Batch;
import io.synod.store.map.Cursor;
import io.synod.store.map.Family;
import io.synod.store.map.MapHome;
import io.synod.store.map.MemoryHome;
import io.synod.store.map.OrderedMap;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A home whose maps refuse to write while the disk is said to be full. */
final class FailingHome implements MapHome {
  boolean full;
  private final MapHome home = new MemoryHome();

  private void requireSpace() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public OrderedMap open() throws IOException {
    return new Failing(home.open());
  }

  @Override
  public OrderedMap stage(Path checkpoint) throws IOException {
    return new Failing(home.stage(checkpoint));
  }

  @Override
  public void promote() throws IOException {
    requireSpace();
    home.promote();
  }

  @Override
  public void sweep() {
    home.sweep();
  }

  private final class Failing implements OrderedMap {
    private final OrderedMap map;

    Failing(OrderedMap map) {
      this.map = map;
    }

    @Override
    public byte @Nullable [] get(Family family, byte[] key) {
      return map.get(family, key);
    }

    @Override
    public Cursor scan(Family family, byte[] from, byte @Nullable [] end) {
      return map.scan(family, from, end);
    }

    @Override
    public Batch batch() {
      return map.batch();
    }

    @Override
    public void write(Batch batch) throws IOException {
      requireSpace();
      map.write(batch);
    }

    @Override
    public void flush() throws IOException {
      requireSpace();
      map.flush();
    }

    @Override
    public void checkpoint(Path directory) throws IOException {
      requireSpace();
      map.checkpoint(directory);
    }

    @Override
    public void reclaim(Family family, byte[] from, byte[] last) {
      map.reclaim(family, from, last);
    }

    @Override
    public long sizeBytes() {
      return map.sizeBytes();
    }

    @Override
    public long sizeInUse() {
      return map.sizeInUse();
    }

    @Override
    public void close() {
      map.close();
    }
  }
}
