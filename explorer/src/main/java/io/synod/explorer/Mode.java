package io.synod.explorer;

import java.util.Locale;

/** What is played: one register, or the log with its elections. */
public enum Mode {
  /** Single-decree Paxos: one register, any member proposes, nobody leads. */
  REGISTER("heartbeats=lost"),
  /** Multi-Paxos: a leader, slots, gaps, catching up. */
  LOG("heartbeat=200 election=5"),
  /** The same, with an eye on who leads. */
  ELECTION("heartbeat=200 election=5");

  private final String figures;

  Mode(String figures) {
    this.figures = figures;
  }

  /** What the first line of its transcripts says behind the number of members. */
  String figures() {
    return figures;
  }

  /** As it stands in addresses and lessons. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The mode of a word.
   *
   * @throws IllegalArgumentException with a sentence for people, if there is none
   */
  static Mode of(String word) {
    for (Mode mode : values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "There is no mode \"" + word + "\"; it is register, log or election.");
  }
}
