package io.synod.explorer;

import java.util.List;

/** Numbers and lists in texts for people. */
final class Texts {

  private Texts() {}

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
