package io.synod.core;

import java.util.List;
import java.util.Map;

/**
 * What a step asks the world to do for registers, beside records and messages.
 *
 * <p>There may be more registers than fit into memory, so the world keeps what is not in use. It
 * may forget in a crash what it stored, as long as it gives back at least what the journal's
 * records say.
 *
 * @param stores what to keep, in order; needs not be durable
 * @param loads the registers to look up: each is answered by one {@link RegisterEvent.Loaded}, with
 *     what was stored last, in this step or before; with {@link RegisterState#INITIAL} if nothing
 *     was
 * @param answers for this member's clients
 */
public record RegisterEffects(List<Store> stores, List<String> loads, List<Answer> answers) {

  /** Nothing to do. */
  public static final RegisterEffects NONE = new RegisterEffects(List.of(), List.of(), List.of());

  /**
   * What a register holds from now on.
   *
   * @param name the register
   * @param state what it holds
   */
  public record Store(String name, RegisterState state) {}

  /** What a client learns; each question is answered once. */
  public sealed interface Answer {

    /** The number of the question. */
    long id();

    /**
     * The value of the register, for ever.
     *
     * @param value the chosen value
     * @param own whether it was chosen because of this very proposal
     * @param rounds how many ballots this member needed while the question waited; 0 if it had only
     *     to ask, or to look
     */
    record Chosen(long id, Bytes value, boolean own, int rounds) implements Answer {}

    /** Nothing was chosen when the read began. */
    record NothingChosen(long id) implements Answer {}

    /** No quorum agreed in time. What was proposed may still be chosen. */
    record TimedOut(long id) implements Answer {}

    /**
     * What the members hold that answered.
     *
     * @param states by member
     */
    record Explained(long id, Map<MemberId, RegisterState> states) implements Answer {}
  }
}
