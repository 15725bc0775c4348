package io.synod.node.snapshot;

import io.synod.node.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Directories full of files. */
final class Directories {

  private Directories() {}

  /** Where a file lies. */
  record Place(Disk directory, String file) {}

  /** Every file below a directory, by its name with slashes, in order. */
  static List<String> files(Disk directory) throws IOException {
    List<String> all = new ArrayList<>(directory.list());
    for (String inner : directory.directories()) {
      for (String file : files(directory.directory(inner))) {
        all.add(inner + "/" + file);
      }
    }
    all.sort(null);
    return all;
  }

  /**
   * Where a file lies that was named with slashes.
   *
   * @param make whether to make the directories on the way
   * @throws IOException if the name leads out of the directory
   */
  static Place place(Disk directory, String name, boolean make) throws IOException {
    List<String> steps = List.of(name.split("/", -1));
    Disk place = directory;
    for (String step : steps) {
      if (step.isEmpty() || step.equals(".") || step.equals("..") || step.contains("\\")) {
        throw new IOException("The snapshot names a file outside of its directory: " + name);
      }
    }
    for (String step : steps.subList(0, steps.size() - 1)) {
      place = place.directory(step);
      if (make) {
        place.make();
      }
    }
    return new Place(place, steps.getLast());
  }

  /** Makes durable which files and directories lie in a directory and below. */
  static void force(Disk directory) throws IOException {
    for (String inner : directory.directories()) {
      force(directory.directory(inner));
    }
    directory.force();
  }
}
