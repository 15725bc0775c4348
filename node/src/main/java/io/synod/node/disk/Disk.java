package io.synod.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One directory: its files, and the way to the directories in it. Any thread may call it.
 *
 * <p>What a crash leaves of a file is what was there at its last {@link DiskFile#force}, with any
 * part of what was written since. What it leaves of the directory is what was there at the last
 * {@link #force}, with any of the later changes.
 */
public interface Disk {

  /** What the name of a file ends in while {@link #replace} writes it. */
  String UNFINISHED = ".new";

  /** Where this directory is: its path. */
  String name();

  /** The directory of that name in this one, which need not exist. */
  Disk directory(String name);

  /** Makes this directory, durably, unless it exists. The one that it is in exists. */
  void make() throws IOException;

  /** Deletes this directory with everything in it, if it exists; not durably. */
  void deleteAll() throws IOException;

  /** The names of the directories in this one, sorted. */
  List<String> directories() throws IOException;

  /** The names of the files, sorted. */
  List<String> list() throws IOException;

  /**
   * Makes an empty file.
   *
   * @throws IOException if there is one of that name
   */
  DiskFile create(String file) throws IOException;

  /**
   * Opens a file for reading and writing.
   *
   * @throws IOException if there is none of that name
   */
  DiskFile open(String file) throws IOException;

  /**
   * Gives a file another name, in one step, replacing a file that has it. Open files stay usable.
   */
  void rename(String from, String to) throws IOException;

  /** Deletes a file. */
  void delete(String file) throws IOException;

  /**
   * Gives a file this content, in one step: a crash leaves either what was there before or all of
   * it, durably on return. What is left over of one that failed is taken away by the next.
   */
  default void replace(String file, ByteBuffer content) throws IOException {
    String unfinished = file + UNFINISHED;
    if (list().contains(unfinished)) {
      delete(unfinished);
    }
    try (DiskFile written = create(unfinished)) {
      written.write(content, 0);
      written.force();
    }
    rename(unfinished, file);
    force();
  }

  /** Makes durable which files there are, and their names; says nothing about their content. */
  void force() throws IOException;

  /** How many bytes can still be written here. */
  long freeBytes() throws IOException;
}
