package io.synod.explorer;

import io.synod.core.Ballot;
import io.synod.sim.transcript.Pieces;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run begins with.
 *
 * @param mode what is played
 * @param members how many members there are: 1 to 7; one alone, or an even number, for those who
 *     want to see why nobody does that
 * @param seed what latencies and waiting times are drawn from
 * @param figures the rest of the first line of its transcript
 * @param rulesOff the names of the rules that do not hold, in the order of the alphabet
 */
public record Setting(Mode mode, int members, long seed, String figures, List<String> rulesOff) {

  private static final int LEAST = 1;
  private static final int MOST = 7;

  /** Checks the figures, with sentences for people. */
  public Setting {
    if (members < LEAST || members > MOST) {
      throw new IllegalArgumentException(
          "A run has " + LEAST + " to " + MOST + " members, not " + members + ".");
    }
    rulesOff = rulesOff.stream().sorted().distinct().toList();
    for (String rule : rulesOff) {
      if (Rule.named(rule) == null) {
        throw new IllegalArgumentException("There is no rule \"" + rule + "\" to switch off.");
      }
    }
  }

  /**
   * The setting of a line such as {@code register 3 seed=7 off=adopt-nothing,promise-forgotten}.
   *
   * @throws IllegalArgumentException with a sentence for people, if it is not understood
   */
  public static Setting of(String line) {
    List<String> words = Pieces.words(line);
    if (words.size() < 2) {
      throw new IllegalArgumentException(
          "A run begins with a mode and a number of members, such as `register 3`.");
    }
    long seed = 1;
    Mode mode = Mode.of(words.getFirst());
    String figures = mode.figures();
    List<String> off = new ArrayList<>();
    for (String word : words.subList(2, words.size())) {
      if (word.startsWith("seed=")) {
        seed = Texts.number(word.substring(5));
      } else if (word.startsWith("figures=")) {
        figures = word.substring(8).replace('+', ' ');
      } else if (word.startsWith("off=")) {
        off.addAll(Pieces.split(word.substring(4), ','));
      } else {
        throw new IllegalArgumentException("A run has no \"" + word + "\".");
      }
    }
    return new Setting(mode, (int) Texts.number(words.get(1)), seed, figures, off);
  }

  /** The line that {@link #of} understands. */
  public String line() {
    return mode.word()
        + " "
        + members
        + " seed="
        + seed
        + (figures.equals(mode.figures()) ? "" : " figures=" + figures.replace(' ', '+'))
        + (rulesOff.isEmpty() ? "" : " off=" + String.join(",", rulesOff));
  }

  /** How many members make a quorum. */
  int quorum() {
    return members / 2 + 1;
  }

  /** The first line of the transcript. */
  String opening() {
    return "cluster " + members + (figures.isEmpty() ? "" : " " + figures);
  }

  /** The same run of another seed. */
  Setting withSeed(long other) {
    return new Setting(mode, members, other, figures, rulesOff);
  }

  /** A ballot as people read it. */
  static String word(Ballot ballot) {
    return ballot.round() == 0 ? "none" : ballot.toString();
  }
}
