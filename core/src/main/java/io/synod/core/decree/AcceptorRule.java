package io.synod.core.decree;

import io.synod.core.Ballot;

/** The acceptor's rule (Paxos Made Simple, 2.2, P1a; seed 000, "Accepting proposals"). */
public enum AcceptorRule {
  /**
   * The ballot is newer than the promise: it becomes the promise, which has to be durable before
   * anybody hears of it.
   */
  NEWER,
  /** The ballot is the promise itself: go on as promised. */
  CURRENT,
  /** The ballot is older than the promise: reject it. */
  OLDER;

  /**
   * How an acceptor that has promised {@code promised} takes a prepare, or an accept, of {@code
   * ballot}.
   */
  public static AcceptorRule judge(Ballot promised, Ballot ballot) {
    int order = ballot.compareTo(promised);
    if (order > 0) {
      return NEWER;
    }
    return order == 0 ? CURRENT : OLDER;
  }
}
