package io.synod.sim.check;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Value;
import io.synod.sim.machine.Language;
import io.synod.sim.machine.Letters;
import org.jspecify.annotations.Nullable;

/** How accusations name values: by the letters in them if there are any, or by their number. */
final class Naming {

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
    String letters = Letters.of(number);
    return Letters.arePlain(letters) ? letters : Long.toString(number);
  }

  /** A value of a register. */
  static String of(@Nullable Value value) {
    return value == null ? "nothing" : of(value.commands().getFirst().payload());
  }

  /** What a register's value holds. */
  static String of(Bytes payload) {
    String letters = Letters.of(payload);
    return Letters.arePlain(letters) ? letters : payload.toString();
  }
}
