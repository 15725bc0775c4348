package io.synod.node.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A disk that is in memory, and gone with it. What is written to it is durable at once, in the
 * sense that whoever opens the disk again in this process finds it.
 */
public final class HeapDisk implements Disk {

  private static final int CHUNK = 1 << 14;

  /** Shared by all directories of a disk; what is in it is changed under its lock. */
  private static final class Content {
    final NavigableMap<String, Data> files = new TreeMap<>();
    final NavigableMap<String, Boolean> directories = new TreeMap<>();
  }

  private final Content content;
  private final String path;

  private HeapDisk(Content content, String path) {
    this.content = content;
    this.path = path;
  }

  /** An empty disk. */
  public HeapDisk() {
    this(new Content(), "/memory");
  }

  /** The directory of a path that this disk or one of its directories named. */
  public Disk at(String name) {
    return new HeapDisk(content, name);
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public Disk directory(String name) {
    return new HeapDisk(content, path + "/" + name);
  }

  @Override
  public void make() {
    synchronized (content) {
      content.directories.put(path, true);
    }
  }

  @Override
  public void deleteAll() {
    synchronized (content) {
      content.files.keySet().removeIf(file -> file.startsWith(path + "/"));
      content
          .directories
          .keySet()
          .removeIf(made -> made.equals(path) || made.startsWith(path + "/"));
    }
  }

  @Override
  public List<String> directories() {
    synchronized (content) {
      return here(content.directories);
    }
  }

  @Override
  public List<String> list() {
    synchronized (content) {
      return here(content.files);
    }
  }

  private List<String> here(NavigableMap<String, ?> names) {
    String prefix = path + "/";
    List<String> found = new ArrayList<>();
    for (String name : names.tailMap(prefix).keySet()) {
      if (!name.startsWith(prefix)) {
        break;
      }
      String inner = name.substring(prefix.length());
      if (!inner.contains("/")) {
        found.add(inner);
      }
    }
    return found;
  }

  @Override
  public DiskFile create(String file) throws IOException {
    synchronized (content) {
      Data data = new Data();
      if (content.files.putIfAbsent(path + "/" + file, data) != null) {
        throw new FileAlreadyExistsException(path + "/" + file);
      }
      return data;
    }
  }

  @Override
  public DiskFile open(String file) throws IOException {
    synchronized (content) {
      Data data = content.files.get(path + "/" + file);
      if (data == null) {
        throw new FileNotFoundException(path + "/" + file);
      }
      return data;
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    synchronized (content) {
      Data data = content.files.remove(path + "/" + from);
      if (data == null) {
        throw new FileNotFoundException(path + "/" + from);
      }
      content.files.put(path + "/" + to, data);
    }
  }

  @Override
  public void delete(String file) throws IOException {
    synchronized (content) {
      if (content.files.remove(path + "/" + file) == null) {
        throw new FileNotFoundException(path + "/" + file);
      }
    }
  }

  @Override
  public void force() {}

  @Override
  public long freeBytes() {
    return Long.MAX_VALUE / 4;
  }

  /** A file, open for whoever has it. */
  private static final class Data implements DiskFile {

    private final List<byte[]> chunks = new ArrayList<>();
    private long size;

    @Override
    public synchronized long size() {
      return size;
    }

    @Override
    public synchronized void read(ByteBuffer into, long position) {
      for (long at = position; into.hasRemaining() && at < size; ) {
        int from = (int) (at % CHUNK);
        int length = (int) Math.min(Math.min(into.remaining(), CHUNK - from), size - at);
        into.put(chunks.get((int) (at / CHUNK)), from, length);
        at += length;
      }
    }

    @Override
    public synchronized void write(ByteBuffer bytes, long position) {
      for (long at = position; bytes.hasRemaining(); ) {
        int to = (int) (at % CHUNK);
        int length = Math.min(bytes.remaining(), CHUNK - to);
        while (chunks.size() <= at / CHUNK) {
          chunks.add(new byte[CHUNK]);
        }
        bytes.get(chunks.get((int) (at / CHUNK)), to, length);
        at += length;
        size = Math.max(size, at);
      }
    }

    @Override
    public void force() {}

    @Override
    public void close() {}
  }
}
