package io.synod.cli.sim;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Says how far it is: in one line that is drawn again on a terminal, else in a line now and then.
 */
final class Progress {

  private static final int WIDTH = 79;
  private static final int BAR = 8;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long LINE_NANOS = 5_000_000_000L;

  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long last = start;
  private boolean drawn;

  private Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** On standard error, which leaves standard output to what came of it. */
  static Progress onStandardError() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new Progress(System.err, terminal);
  }

  /** Milliseconds since the beginning. */
  long millis() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  /** Whether it is time to say something again. */
  boolean isDue() {
    long now = System.nanoTime();
    if (now - last < (terminal ? REDRAW_NANOS : LINE_NANOS)) {
      return false;
    }
    last = now;
    return true;
  }

  /** Says it. */
  void say(String line) {
    if (terminal) {
      String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
      out.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
      out.flush();
      drawn = true;
    } else {
      out.println(line);
    }
  }

  /** Leaves the line to whoever writes next. */
  void clear() {
    if (drawn) {
      out.print("\r" + " ".repeat(WIDTH) + "\r");
      out.flush();
      drawn = false;
    }
  }

  /** How much of it is done, as a picture. */
  static String bar(double share) {
    int full = (int) (BAR * Math.clamp(share, 0, 1));
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
  }

  /** Hours, minutes and seconds. */
  static String clock(long seconds) {
    return seconds < 3_600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }

  /** A large number in few characters. */
  static String count(double number) {
    if (number >= 1e6) {
      return String.format(Locale.ROOT, "%.2f M", number / 1e6);
    }
    return number >= 1e4
        ? String.format(Locale.ROOT, "%.0f k", number / 1e3)
        : String.format(Locale.ROOT, "%.0f", number);
  }
}
