package io.synod.explorer;

import io.synod.sim.transcript.Pieces;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transcript as a text: what the Explorer writes, and what the test suite has.
 *
 * @param setting what its run begins with
 * @param lines its commands
 */
public record Manuscript(Setting setting, List<String> lines) {

  /** What concerns the log. */
  private static final List<String> LOG =
      List.of("propose", "read", "campaign", "handover", "log", "flush", "install");

  /**
   * Reads a transcript. Traces are not looked at.
   *
   * @throws IllegalArgumentException with a sentence for people, if it does not begin with {@code
   *     cluster N}
   */
  public static Manuscript of(String text) {
    Setting setting = null;
    Setting noted = null;
    List<String> lines = new ArrayList<>();
    for (String line : Pieces.split(text, '\n')) {
      if (line.startsWith("#")) {
        noted = noted == null ? noted(line.substring(1).strip()) : noted;
      } else if (!line.startsWith(" ") && !line.isBlank()) {
        if (setting == null) {
          setting = noted == null ? opened(line) : noted;
        } else {
          lines.add(line.strip());
        }
      }
    }
    if (setting == null) {
      throw new IllegalArgumentException(
          "A transcript begins with `cluster N`; this one is empty.");
    }
    return new Manuscript(noted == null ? fit(setting, lines) : setting, lines);
  }

  /** Where clients only ask for a register, that is what one wants to see. */
  private static Setting fit(Setting setting, List<String> lines) {
    boolean isOfRegister =
        lines.stream().anyMatch(line -> line.startsWith("register "))
            && lines.stream().noneMatch(line -> LOG.contains(Pieces.words(line).getFirst()));
    return isOfRegister
        ? new Setting(
            Mode.REGISTER, setting.members(), setting.seed(), setting.figures(), List.of())
        : setting;
  }

  /** The setting that a comment states, if it states one. */
  private static @Nullable Setting noted(String comment) {
    try {
      return Setting.of(comment);
    } catch (IllegalArgumentException other) {
      return null;
    }
  }

  private static Setting opened(String line) {
    List<String> words = Pieces.words(line);
    if (words.size() < 2 || !words.getFirst().equals("cluster")) {
      throw new IllegalArgumentException(
          "A transcript begins with `cluster N`; this one begins with \"" + line + "\".");
    }
    Mode mode = words.contains("heartbeats=lost") ? Mode.REGISTER : Mode.LOG;
    return new Setting(
        mode,
        (int) Texts.number(words.get(1)),
        1,
        String.join(" ", words.subList(2, words.size())),
        List.of());
  }
}
