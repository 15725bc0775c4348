package io.synod.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of what was measured in a page, between two marks; what people wrote around them stays.
 *
 * @param writer the command that writes there
 */
public record MeasuredPart(String writer) {
  private static final String END = "<!-- measured: end -->";

  private String begin() {
    return "<!-- measured: begin (" + writer + " writes this) -->";
  }

  /**
   * Writes into a page.
   *
   * @param page the file; made if it is not there
   * @param measured in Markdown
   * @throws IOException if the page cannot be read or written
   */
  public void write(Path page, String measured) throws IOException {
    String old = Files.exists(page) ? Files.readString(page) : "# Performance\n";
    Files.writeString(page, replace(old, measured));
  }

  /** Puts what was measured between the marks, or at the page's end if it has none. */
  String replace(String page, String measured) {
    int begin = page.indexOf(begin());
    int end = begin < 0 ? -1 : page.indexOf(END, begin);
    String between = begin() + "\n\n" + measured + "\n" + END;
    return end < 0
        ? page + "\n" + between + "\n"
        : page.substring(0, begin) + between + page.substring(end + END.length());
  }
}
