package io.synod.members.disk;

import io.synod.sim.chance.Chance;
import java.util.Arrays;
import java.util.BitSet;

/** A file's bytes as the process sees them, and as they would survive. */
final class Content implements Node {

  private final int sector;
  private byte[] live = new byte[0];
  private int size;
  private byte[] durable = new byte[0];

  /** The sectors that were written since the last sync. */
  private final BitSet dirty = new BitSet();

  Content(int sector) {
    this.sector = sector;
  }

  int size() {
    return size;
  }

  byte[] live() {
    return live;
  }

  byte[] durable() {
    return durable;
  }

  void write(byte[] from, int offset, int length, int position) {
    int end = position + length;
    if (end > live.length) {
      live = Arrays.copyOf(live, Math.max(end, Math.min(2 * live.length, live.length + (1 << 16))));
    }
    System.arraycopy(from, offset, live, position, length);
    size = Math.max(size, end);
    if (length > 0) {
      dirty.set(position / sector, (end - 1) / sector + 1);
    }
  }

  void force() {
    if (durable.length != size) {
      durable = Arrays.copyOf(durable, size);
    }
    for (int at = dirty.nextSetBit(0); at >= 0; at = dirty.nextSetBit(at + 1)) {
      keep(at);
    }
    dirty.clear();
  }

  private void keep(int number) {
    int from = number * sector;
    int end = Math.min(durable.length, from + sector);
    if (from < end) {
      System.arraycopy(live, from, durable, from, Math.min(end, size) - from);
    }
  }

  /** A sync fails: what it was to make durable is, or is not. */
  void forceInPart(Chance chance) {
    if (size > durable.length && chance.oneIn(2)) {
      durable = Arrays.copyOf(durable, size);
    }
    int[] written = dirty.stream().toArray();
    boolean[] kept = SimDisk.Mode.draw(chance).kept(written.length, chance);
    for (int i = 0; i < written.length; i++) {
      if (kept[i]) {
        keep(written[i]);
      }
    }
  }

  @Override
  public void crash(SimDisk disk) {
    if (!dirty.isEmpty() || size != durable.length) {
      forceInPart(disk.chance);
      dirty.clear();
      live = durable.clone();
      size = live.length;
    }
  }

  void flip(int at, int bits) {
    durable[at] ^= (byte) bits;
    live[at] ^= (byte) bits;
  }
}
