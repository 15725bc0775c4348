package io.synod.store;

import io.synod.store.map.MapHome;
import io.synod.store.map.MemoryHome;
import io.synod.store.map.RocksHome;
import java.nio.file.Path;

/** The forms of the ordered map that every rule of the store is tried on. */
enum Form {
  MEMORY,
  ROCKS;

  MapHome home(Path directory) {
    return switch (this) {
      case MEMORY -> new MemoryHome();
      case ROCKS -> new RocksHome(directory.resolve("store"));
    };
  }
}
