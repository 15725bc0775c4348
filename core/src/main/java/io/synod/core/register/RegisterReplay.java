package io.synod.core.register;

import io.synod.core.RegisterRecord;
import io.synod.core.RegisterState;
import io.synod.core.decree.AcceptorState;

/** The way back after a restart: what was stored of a register, and the journal's records on it. */
public final class RegisterReplay {

  private RegisterReplay() {}

  /**
   * What a register holds after a record. Records must come in their order, but what was stored may
   * hold any number of them already.
   */
  public static RegisterState after(RegisterState stored, RegisterRecord record) {
    if (stored.chosen()) {
      return stored;
    }
    AcceptorState before = new AcceptorState(stored.promised(), stored.accepted());
    AcceptorState after =
        switch (record) {
          case RegisterRecord.Promised promised -> before.prepare(promised.ballot());
          case RegisterRecord.Accepted accepted ->
              before.accept(accepted.ballot(), accepted.value());
        };
    return new RegisterState(after.promised(), after.accepted(), false);
  }
}
