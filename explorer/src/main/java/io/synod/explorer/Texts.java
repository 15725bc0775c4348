package io.synod.explorer;

import java.util.ArrayList;
import java.util.List;

/** Lines and words of transcripts, without regular expressions, which are heavy in a browser. */
final class Texts {

  private Texts() {}

  /** The parts between separators; empty ones are left out. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == separator) {
        if (i > begin) {
          parts.add(text.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    return parts;
  }

  static List<String> words(String line) {
    return split(line, ' ');
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  static long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + word + "\" is no whole number.", e);
    }
  }

  /** Names in a row: {@code m1, m2 and m3}. */
  static String list(List<String> names) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      text.append(i == 0 ? "" : i == names.size() - 1 ? " and " : ", ").append(names.get(i));
    }
    return text.isEmpty() ? "nobody" : text.toString();
  }
}
