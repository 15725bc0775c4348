package io.synod.core.decree;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.Value;
import org.jspecify.annotations.Nullable;

/**
 * The state of one acceptor in one decree: what it has to keep durably (seed 000: minProposal,
 * acceptedProposal, acceptedValue).
 *
 * <p>Invariant 2: {@code promised >= accepted.ballot()}.
 *
 * @param promised no older ballot is promised or accepted any more
 * @param accepted what was accepted last, if anything
 */
public record AcceptorState(Ballot promised, @Nullable AcceptedValue accepted) {

  /** Nothing promised, nothing accepted. */
  public static final AcceptorState INITIAL = new AcceptorState(Ballot.NONE, null);

  /** Checks invariant 2. */
  public AcceptorState {
    if (accepted != null && accepted.ballot().isNewerThan(promised)) {
      throw new IllegalStateException(
          "Invariant 2 is broken: accepted under "
              + accepted.ballot()
              + " but promised only "
              + promised
              + ".");
    }
  }

  /** The state after a prepare; the same state if the ballot is not newer than the promise. */
  public AcceptorState prepare(Ballot ballot) {
    return switch (AcceptorRule.judge(promised, ballot)) {
      case NEWER -> new AcceptorState(ballot, accepted);
      case CURRENT, OLDER -> this;
    };
  }

  /** The state after an accept; the same state if the ballot is older than the promise. */
  public AcceptorState accept(Ballot ballot, Value value) {
    return switch (AcceptorRule.judge(promised, ballot)) {
      case NEWER, CURRENT -> new AcceptorState(ballot, new AcceptedValue(ballot, value));
      case OLDER -> this;
    };
  }
}
