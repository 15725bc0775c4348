package io.synod.sim.transcript;

import java.util.ArrayList;
import java.util.List;

/** Lines and words of transcripts, without regular expressions, which are heavy in a browser. */
public final class Pieces {

  private Pieces() {}

  /** What is between separators, be it empty; nothing follows a separator at the end. */
  public static List<String> all(String text, char separator) {
    List<String> pieces = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == separator) {
        pieces.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    if (begin < text.length()) {
      pieces.add(text.substring(begin));
    }
    return pieces;
  }

  /** The same without those that are empty. */
  public static List<String> split(String text, char separator) {
    List<String> pieces = all(text, separator);
    pieces.removeIf(String::isEmpty);
    return pieces;
  }

  /** The words of a line. */
  public static List<String> words(String line) {
    return split(line, ' ');
  }
}
