package io.synod.node.apply;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * A hash over every value of the log in slot order: two members that applied as much have the same,
 * or they do not hold the same log. It finds mistakes, not malice.
 */
final class LogHash {

  private static final String NOTE = "log-hash";
  private static final long PRIME = 0x9E3779B97F4A7C15L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private long hash;

  LogHash(Map<String, Bytes> notes) {
    Bytes note = notes.get(NOTE);
    hash = note == null ? 0 : (long) LONGS.get(note.array(), 0);
  }

  long value() {
    return hash;
  }

  void add(long slot, Value value) {
    mix(slot);
    mix(value.commands().size());
    for (Command command : value.commands()) {
      mix(command.session().member().value());
      mix(command.session().boot());
      mix(command.sequence());
      mix(command.acknowledged());
      add(command.payload().array());
    }
  }

  private void add(byte[] bytes) {
    mix(bytes.length);
    int i = 0;
    for (; i + 8 <= bytes.length; i += 8) {
      mix((long) LONGS.get(bytes, i));
    }
    long rest = 0;
    for (; i < bytes.length; i++) {
      rest = rest << 8 | (bytes[i] & 0xff);
    }
    mix(rest);
  }

  private void mix(long word) {
    hash = (hash ^ word) * PRIME;
    hash ^= hash >>> 29;
  }

  void addTo(Map<String, Bytes> notes) {
    byte[] note = new byte[8];
    LONGS.set(note, 0, hash);
    notes.put(NOTE, Bytes.wrap(note));
  }
}
