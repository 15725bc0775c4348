package io.synod.sim.trace;

import java.util.List;

/** A trace for people: time goes down, each member has a column. */
public final class SpaceTime {

  private static final int TIME = 10;

  private SpaceTime() {}

  /**
   * Draws a trace.
   *
   * @param lines what happened, oldest first
   * @param members how many members there are
   * @param width how many characters a column has; what does not fit is cut off
   */
  public static String draw(List<Trace.Line> lines, int members, int width) {
    StringBuilder text = new StringBuilder();
    text.append(padded("ms", TIME));
    for (int member = 1; member <= members; member++) {
      text.append("| ").append(padded("member " + member, width - 2));
    }
    text.append('\n');
    for (Trace.Line line : lines) {
      text.append(padded(millis(line.micros()), TIME));
      if (line.member() == Trace.WORLD) {
        text.append("* ").append(line.text()).append('\n');
        continue;
      }
      for (int member = 0; member < members; member++) {
        String cell = member == line.member() ? line.text() : "";
        text.append("| ").append(padded(cell, width - 2));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String millis(long micros) {
    long fraction = micros % 1000;
    return micros / 1000
        + "."
        + (fraction < 100 ? "0" : "")
        + (fraction < 10 ? "0" : "")
        + fraction;
  }

  private static String padded(String text, int width) {
    return text.length() > width
        ? text.substring(0, width - 1) + "~"
        : text + " ".repeat(width - text.length());
  }
}
