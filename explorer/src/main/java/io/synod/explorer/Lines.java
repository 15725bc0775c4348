package io.synod.explorer;

import java.util.List;

/** What a line of a transcript is about. */
final class Lines {

  private Lines() {}

  /** The member that a command concerns, from 0; for a message its receiver; -1 for all. */
  static int member(List<String> words) {
    if (words.size() < 2) {
      return -1;
    }
    return switch (words.getFirst()) {
      case "deliver", "drop", "dup", "late", "pick", "send" -> to(words.get(1));
      case "register" -> words.size() > 2 ? index(words.get(2)) : -1;
      case "heal", "partition", "cut", "status", "beat", "await" -> -1;
      default -> index(words.get(1));
    };
  }

  private static int index(String word) {
    return isNumber(word) ? Integer.parseInt(word) - 1 : -1;
  }

  private static boolean isNumber(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return false;
      }
    }
    return !word.isEmpty() && word.length() < 9;
  }

  /** The sender of a link {@code A->B}, from 0. */
  static int from(String link) {
    return index(link.substring(0, Math.max(0, link.indexOf('-'))));
  }

  /** The receiver of a link {@code A->B}, from 0. */
  static int to(String link) {
    return index(link.substring(link.indexOf('>') + 1));
  }
}
