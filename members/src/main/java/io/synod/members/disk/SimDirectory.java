package io.synod.members.disk;

import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.disk.NoSpaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A directory of a simulated disk, as one life of the member has it. */
final class SimDirectory implements Disk {

  private static final long ROOMY = 1L << 40;

  private final SimDisk disk;
  private final List<String> steps;
  private final String name;
  private final int life;

  SimDirectory(SimDisk disk, List<String> steps, String name, int life) {
    this.disk = disk;
    this.steps = steps;
    this.name = name;
    this.life = life;
  }

  private Folder folder() throws IOException {
    disk.requireAlive(life);
    return folder(steps);
  }

  private Folder folder(List<String> path) throws IOException {
    Folder folder = disk.root();
    for (String step : path) {
      if (!(folder.entry(step) instanceof Folder inner)) {
        throw new IOException("There is no directory " + name + ".");
      }
      folder = inner;
    }
    return folder;
  }

  private Folder parent() throws IOException {
    return folder(steps.subList(0, steps.size() - 1));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Disk directory(String inner) {
    List<String> path = new ArrayList<>(steps);
    path.add(inner);
    return new SimDirectory(disk, List.copyOf(path), name + "/" + inner, life);
  }

  private boolean exists() throws IOException {
    disk.requireAlive(life);
    return steps.isEmpty() || parent().entry(steps.getLast()) instanceof Folder;
  }

  @Override
  public void make() throws IOException {
    if (!exists()) {
      requireRoom();
      parent().put(steps.getLast(), new Folder());
      disk.changing(life);
      parent().force();
    }
  }

  @Override
  public void deleteAll() throws IOException {
    if (!exists()) {
      return;
    }
    Folder folder = folder();
    for (String inner : folder.folders()) {
      directory(inner).deleteAll();
    }
    for (String file : folder.files()) {
      delete(file);
    }
    parent().remove(steps.getLast());
    disk.changing(life);
  }

  @Override
  public List<String> directories() throws IOException {
    return folder().folders();
  }

  @Override
  public List<String> list() throws IOException {
    return folder().files();
  }

  private void requireRoom() throws IOException {
    if (disk.fate.isFull()) {
      throw new NoSpaceException("The disk of " + name + " is full.");
    }
  }

  @Override
  public DiskFile create(String file) throws IOException {
    Folder folder = folder();
    if (folder.entry(file) != null) {
      throw new IOException("There is a file " + name + "/" + file + " already.");
    }
    requireRoom();
    folder.put(file, new Content(disk.sector));
    disk.changing(life);
    return open(file);
  }

  @Override
  public DiskFile open(String file) throws IOException {
    if (!(folder().entry(file) instanceof Content content)) {
      throw new IOException("There is no file " + name + "/" + file + ".");
    }
    return new SimFile(disk, this, file, content, life);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    if (!(folder().entry(from) instanceof Content)) {
      throw new IOException("There is no file " + name + "/" + from + ".");
    }
    folder().rename(from, to);
    disk.changing(life);
  }

  @Override
  public void delete(String file) throws IOException {
    if (!(folder().entry(file) instanceof Content)) {
      throw new IOException("There is no file " + name + "/" + file + ".");
    }
    folder().remove(file);
    disk.changing(life);
  }

  @Override
  public void force() throws IOException {
    Folder folder = folder();
    disk.changing(life);
    if (disk.fate.syncFails()) {
      throw new IOException("Input/output error");
    }
    folder.force();
    disk.fate.named(lastStep());
  }

  @Override
  public long freeBytes() throws IOException {
    disk.requireAlive(life);
    return disk.fate.isFull() ? 0 : ROOMY;
  }

  /** The last step of the path. */
  String lastStep() {
    return steps.isEmpty() ? "" : steps.getLast();
  }

  /** The name under which a file is to be found now; empty if it has none any more. */
  String nameOf(Content content, String opened) throws IOException {
    Folder folder = folder();
    if (folder.entry(opened) == content) {
      return opened;
    }
    for (String file : folder.files()) {
      if (folder.entry(file) == content) {
        return file;
      }
    }
    return "";
  }
}
