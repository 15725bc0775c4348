package io.synod.sim.check;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Value;
import io.synod.sim.machine.Language;
import org.jspecify.annotations.Nullable;

/** How accusations name values: by the letters in them if there are any, or by their number. */
final class Naming {

  private static final int BYTE = 8;

  private Naming() {}

  /** A value of the log. */
  static String of(@Nullable Value value, Language language) {
    if (value == null || value.commands().isEmpty()) {
      return value == null ? "nothing" : "no-op";
    }
    StringBuilder text = new StringBuilder();
    for (Command command : value.commands()) {
      text.append(text.isEmpty() ? "" : "+");
      text.append(of(language.decode(command.payload()).value()));
    }
    return text.toString();
  }

  private static String of(long number) {
    StringBuilder letters = new StringBuilder();
    for (long rest = number; rest != 0; rest >>>= BYTE) {
      letters.insert(0, (char) (rest & 0xFF));
    }
    return isPlain(letters) ? letters.toString() : Long.toString(number);
  }

  /** A value of a register. */
  static String of(@Nullable Value value) {
    return value == null ? "nothing" : of(value.commands().getFirst().payload());
  }

  /** What a register's value holds. */
  static String of(Bytes payload) {
    StringBuilder letters = new StringBuilder();
    for (byte letter : payload.array()) {
      letters.append((char) (letter & 0xFF));
    }
    return isPlain(letters) ? letters.toString() : payload.toString();
  }

  private static boolean isPlain(CharSequence letters) {
    for (int i = 0; i < letters.length(); i++) {
      if (letters.charAt(i) <= ' ' || letters.charAt(i) > '~') {
        return false;
      }
    }
    return !letters.isEmpty();
  }
}
