package io.synod.store.answer;

import io.synod.store.mvcc.Entry;
import io.synod.store.mvcc.Keys;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The key-values of an answer. */
final class Pairs implements Part {
  private final Pair.Kind kind;
  private final Entries entries;
  private final long size;
  private @Nullable Pair current;

  Pairs(Pair.Kind kind, Entries entries, long size) {
    this.kind = kind;
    this.entries = entries;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean write(Keys keys, ByteBuffer out) {
    if (current != null) {
      if (!current.write(keys, out)) {
        return false;
      }
      current = null;
    }
    return entries.feed(keys, entry -> begin(keys, entry, out)) && current == null;
  }

  /** Whether there is room for more. */
  private boolean begin(Keys keys, Entry entry, ByteBuffer out) {
    Pair pair = new Pair(kind, kind.values() ? keys.sized(entry) : entry);
    if (pair.write(keys, out)) {
      return out.hasRemaining();
    }
    current = pair;
    return false;
  }

  @Override
  public long held() {
    Pair pair = current;
    return pair == null ? 0 : pair.held();
  }

  @Override
  public void letGo() {
    entries.letGo();
    if (current != null) {
      current.letGo();
    }
  }
}
