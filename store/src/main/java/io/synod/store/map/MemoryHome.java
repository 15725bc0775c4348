package io.synod.store.map;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Maps in memory. To open again is to come back after a crash: what was not flushed is gone. */
public final class MemoryHome implements MapHome {
  private MemoryMap current = MemoryMap.empty();
  private @Nullable MemoryMap staged;

  /** A home with an empty map. */
  public MemoryHome() {}

  @Override
  public OrderedMap open() {
    current = current.reopened();
    return current;
  }

  @Override
  public OrderedMap stage(Path checkpoint) throws IOException {
    MemoryMap map = MemoryMap.read(checkpoint);
    staged = map;
    return map;
  }

  @Override
  public void promote() {
    MemoryMap map = staged;
    if (map == null) {
      throw new IllegalStateException("no map is staged");
    }
    current = map;
    staged = null;
  }

  @Override
  public void sweep() {
    staged = null;
  }
}
