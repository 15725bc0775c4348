package io.synod.node.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that can crash, break and fill up. A crash keeps any of the unforced sectors,
 * and any first part of the unforced changes of names.
 */
public final class MemoryDisk implements Disk {

  private static final int SECTOR = 512;

  private static final class Content {
    byte[] live = new byte[0];
    byte[] durable = new byte[0];
  }

  private NavigableMap<String, Content> names = new TreeMap<>();

  /** How the names were at the last force, and after each change since. */
  private final List<NavigableMap<String, Content>> history = new ArrayList<>();

  private long capacity = Long.MAX_VALUE;
  private long failAfter = Long.MAX_VALUE;
  private long operations;

  public MemoryDisk() {
    history.add(new TreeMap<>());
  }

  /** How many bytes all files may have together. */
  public synchronized void limitTo(long bytes) {
    capacity = bytes;
  }

  /** Every change fails from the one after so many on. */
  public synchronized void failAfter(long changes) {
    failAfter = operations + changes;
  }

  /** What is there after a crash now. */
  public synchronized MemoryDisk crash(Random random) {
    MemoryDisk after = new MemoryDisk();
    history
        .get(random.nextInt(history.size()))
        .forEach((name, content) -> after.put(name, survivor(content, random)));
    return after;
  }

  private static byte[] survivor(Content content, Random random) {
    int mode = random.nextInt(4);
    if (mode == 0) {
      return content.live;
    }
    byte[] kept = mode == 1 || random.nextBoolean() ? content.durable : content.live;
    byte[] other = Arrays.copyOf(content.live, kept.length);
    kept = kept.clone();
    for (int at = 0; mode > 1 && at < kept.length; at += SECTOR) {
      byte[] from = random.nextBoolean() ? other : Arrays.copyOf(content.durable, kept.length);
      System.arraycopy(from, at, kept, at, Math.min(SECTOR, kept.length - at));
    }
    return kept;
  }

  /** A copy, durable as it stands. */
  public synchronized MemoryDisk copy() {
    MemoryDisk copy = new MemoryDisk();
    names.forEach((name, content) -> copy.put(name, content.live));
    return copy;
  }

  /** Sets a whole file, durably. */
  public synchronized void put(String name, byte[] bytes) {
    Content content = new Content();
    content.live = bytes.clone();
    content.durable = bytes.clone();
    names.put(name, content);
    history.clear();
    history.add(new TreeMap<>(names));
  }

  /** Takes a file away, durably. */
  public synchronized void remove(String name) {
    names.remove(name);
    history.clear();
    history.add(new TreeMap<>(names));
  }

  /** A file's bytes. */
  public synchronized byte[] get(String name) {
    return Objects.requireNonNull(names.get(name)).live.clone();
  }

  /** Whether both hold the same files. */
  public synchronized boolean isSameAs(MemoryDisk other) {
    return names.keySet().equals(other.names.keySet())
        && names.keySet().stream().allMatch(name -> Arrays.equals(get(name), other.get(name)));
  }

  private synchronized void change() throws IOException {
    operations++;
    if (operations > failAfter) {
      throw new IOException("Input/output error");
    }
  }

  @Override
  public String name() {
    return "/disk";
  }

  @Override
  public Disk directory(String name) {
    throw new UnsupportedOperationException("This disk has one directory.");
  }

  @Override
  public void make() {}

  @Override
  public synchronized void deleteAll() {
    names.clear();
  }

  @Override
  public List<String> directories() {
    return List.of();
  }

  @Override
  public synchronized List<String> list() {
    return List.copyOf(names.keySet());
  }

  @Override
  public synchronized DiskFile create(String file) throws IOException {
    change();
    if (names.containsKey(file)) {
      throw new IOException(file + " exists");
    }
    names.put(file, new Content());
    history.add(new TreeMap<>(names));
    return open(file);
  }

  @Override
  public synchronized DiskFile open(String file) throws IOException {
    Content content = names.get(file);
    if (content == null) {
      throw new IOException(file + " does not exist");
    }
    return new MemoryFile(content);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    change();
    names.put(to, names.remove(from));
    history.add(new TreeMap<>(names));
  }

  @Override
  public synchronized void delete(String file) throws IOException {
    change();
    if (names.remove(file) == null) {
      throw new IOException(file + " does not exist");
    }
    history.add(new TreeMap<>(names));
  }

  @Override
  public synchronized void force() throws IOException {
    change();
    history.clear();
    history.add(new TreeMap<>(names));
  }

  @Override
  public synchronized long freeBytes() {
    return capacity - names.values().stream().mapToLong(content -> content.live.length).sum();
  }

  private final class MemoryFile implements DiskFile {

    private final Content content;

    MemoryFile(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.live.length;
    }

    @Override
    public void read(ByteBuffer into, long position) {
      int from = (int) Math.min(position, content.live.length);
      into.put(content.live, from, Math.min(into.remaining(), content.live.length - from));
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
      synchronized (MemoryDisk.this) {
        int end = (int) position + from.remaining();
        if (end - content.live.length > freeBytes()) {
          throw new NoSpaceException("The disk of /disk is full.");
        }
        content.live = Arrays.copyOf(content.live, Math.max(end, content.live.length));
        from.get(content.live, (int) position, from.remaining());
        change();
      }
    }

    @Override
    public void force() throws IOException {
      change();
      content.durable = content.live.clone();
    }

    @Override
    public void close() {}
  }
}
