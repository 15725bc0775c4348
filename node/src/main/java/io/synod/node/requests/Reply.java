package io.synod.node.requests;

import io.synod.node.Failure;

/**
 * Takes the answer to one proposal or read: exactly one of its methods is called, once.
 *
 * @param <R> the type of an answer
 */
public interface Reply<R> {

  /**
   * The command was chosen and applied here, or the read may proceed; {@code result} is what
   * applying it answered.
   */
  void done(R result);

  /** There is no answer. */
  void failed(Failure failure);
}
