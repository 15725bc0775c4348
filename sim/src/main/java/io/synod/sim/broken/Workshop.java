package io.synod.sim.broken;

import java.util.List;
import java.util.function.LongFunction;

/**
 * Where mistakes are made.
 *
 * @param mistakes the classes whose methods are called in place of what is right; no two have a
 *     name in common
 * @param run runs a seed with whatever classes it was loaded with, and says what is wrong, as the
 *     checker's name, a line break, and its sentence, or nothing; has a constructor without
 *     parameters
 * @param modules the modules that are loaded anew
 */
public record Workshop(
    List<Class<?>> mistakes, Class<? extends LongFunction<String>> run, List<String> modules) {

  /** Copies the lists. */
  public Workshop {
    mistakes = List.copyOf(mistakes);
    modules = List.copyOf(modules);
  }

  /** That of the level of cores. */
  static Workshop cores() {
    return new Workshop(
        List.of(Mistakes.class, RegisterMistakes.class), BrokenRun.class, List.of("core", "sim"));
  }

  /** Whether a class belongs to these modules, by its name. */
  boolean isOurs(String className) {
    for (String module : modules) {
      if (className.startsWith("io.synod." + module + ".")) {
        return true;
      }
    }
    return false;
  }
}
