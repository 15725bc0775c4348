package io.synod.node;

import java.util.List;

/**
 * Is told what is chosen, slot by slot, and what is missing. Called on the member's thread for
 * answers, one call at a time.
 *
 * <p>Slots come in order. When some are known to be chosen and are missing here, the listener is
 * told so, and says whether it waits for them or goes on without them. If it goes on, later slots
 * come while those are missing, and the missing ones come when they are here, marked as late. No
 * slot is ever left out without a word, and none comes twice.
 */
@FunctionalInterface
public interface ChosenListener {

  /** What to do about missing slots. */
  enum Gap {
    /** Nothing that comes after them is told before they are here. What a state machine does. */
    WAIT,
    /** What comes after them is told as soon as it is known. */
    GO_ON
  }

  /**
   * A slot is chosen.
   *
   * @param slot the slot
   * @param commands what was proposed, in order; none if a new leader filled the slot. A command
   *     that was proposed twice in a session is here twice, and applied once
   * @param late whether later slots have been told already
   */
  void chosen(long slot, List<byte[]> commands, boolean late);

  /**
   * Slots are chosen and missing here, for longer than a message takes.
   *
   * @param first the first missing slot, or the first after those told of before
   * @param last the last one that is known of
   * @return what to do
   */
  default Gap missing(long first, long last) {
    return Gap.WAIT;
  }

  /**
   * This member was so far behind that it got the state of another one, with the effects of these
   * slots in it. What they held will not be told.
   */
  default void broughtBySnapshot(long first, long last) {}
}
