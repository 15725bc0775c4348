package io.synod.store;

import io.synod.store.answer.Answer;
import io.synod.store.request.Refusal;

/** What applying a command answers. */
public sealed interface Outcome {

  /**
   * It was done.
   *
   * @param answer what to tell the client, once the command is committed
   */
  record Ok(Answer answer) implements Outcome {}

  /**
   * It was not done, and nothing has changed.
   *
   * @param refusal why
   */
  record Refused(Refusal refusal) implements Outcome {}
}
