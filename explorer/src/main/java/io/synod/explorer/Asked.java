package io.synod.explorer;

import io.synod.sim.transcript.Pieces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked of the register, and what became of it.
 *
 * @param member the member that was asked, from 0
 * @param asks what
 * @param answer what it was told, or null
 * @param isLost whether its member died before it answered
 */
record Asked(int member, String asks, @Nullable String answer, boolean isLost) {

  boolean isOver() {
    return answer != null || isLost;
  }

  /** Notes what a step has asked, answered or lost. */
  static void note(List<Asked> all, Step step) {
    List<String> words = Pieces.words(step.line());
    switch (words.getFirst()) {
      case "register" -> add(all, step, words);
      case "crash", "wipe" -> lose(all, step.member());
      default -> {}
    }
    step.said().forEach(said -> answer(all, said));
  }

  private static void add(List<Asked> all, Step step, List<String> words) {
    if (words.get(1).equals("propose")) {
      all.add(new Asked(step.member(), "propose " + words.getLast(), null, false));
    } else if (words.get(1).equals("read")) {
      all.add(new Asked(step.member(), "read", null, false));
    }
  }

  private static void lose(List<Asked> all, int member) {
    all.replaceAll(asked ->
        asked.member() == member && !asked.isOver()
            ? new Asked(member, asked.asks(), null, true)
            : asked);
  }

  /** Lines such as {@code m1 answers X for r: Y is chosen, another's}. */
  private static void answer(List<Asked> all, String said) {
    List<String> words = Pieces.words(said);
    int colon = said.indexOf(": ");
    if (words.size() < 3 || !words.get(1).equals("answers") || colon < 0) {
      return;
    }
    String what = said.contains(" answers the read for ") ? "read" : "propose " + words.get(2);
    for (int i = 0; i < all.size(); i++) {
      Asked asked = all.get(i);
      if (!asked.isOver()
          && asked.asks().equals(what)
          && words.getFirst().equals("m" + (asked.member() + 1))) {
        all.set(i, new Asked(asked.member(), what, said.substring(colon + 2), false));
        return;
      }
    }
  }
}
