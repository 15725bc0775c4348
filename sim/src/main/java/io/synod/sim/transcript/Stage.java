package io.synod.sim.transcript;

import java.util.List;

/** Where a transcript plays. */
interface Stage {

  /**
   * Carries out one command.
   *
   * @param words the command and its arguments, as they stand in the line
   * @return what it caused, line by line
   */
  List<String> play(List<String> words);
}
