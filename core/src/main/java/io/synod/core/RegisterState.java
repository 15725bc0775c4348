package io.synod.core;

import org.jspecify.annotations.Nullable;

/**
 * What one member holds of one register.
 *
 * <p>Invariant 9: once the value is known to be chosen, it stays that value.
 *
 * @param promised no older ballot is promised or accepted any more
 * @param accepted what was accepted last, if anything; the chosen value, if that is known, perhaps
 *     under {@link Ballot#NONE} because the member did not accept it itself
 * @param chosen whether the value in {@code accepted} is known to be chosen; knowledge that may be
 *     lost in a crash, and gained again
 */
public record RegisterState(Ballot promised, @Nullable AcceptedValue accepted, boolean chosen) {

  /** About what an entry takes beside its value. */
  private static final long OVERHEAD = 256;

  /** Nothing promised, nothing accepted. */
  public static final RegisterState INITIAL = new RegisterState(Ballot.NONE, null, false);

  /** Checks that what is known to be chosen is there. */
  public RegisterState {
    if (chosen && accepted == null) {
      throw new IllegalStateException("Invariant 9 is broken: a value is chosen that is not here.");
    }
  }

  /** About how many bytes it takes in memory, with its name. */
  public long weight() {
    return OVERHEAD + (accepted == null ? 0 : accepted.value().weight());
  }

  /** The chosen value, or null if none is known. */
  public @Nullable Value chosenValue() {
    return chosen && accepted != null ? accepted.value() : null;
  }
}
