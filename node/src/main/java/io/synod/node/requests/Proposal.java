package io.synod.node.requests;

import io.synod.core.Bytes;
import java.util.concurrent.Executor;

/**
 * A command that a client wants chosen.
 *
 * @param command the payload
 * @param executor where the reply is called
 * @param reply who waits
 * @param deadline when nobody waits any more, in the member's milliseconds
 * @param <R> the type of an answer
 */
public record Proposal<R>(Bytes command, Executor executor, Reply<R> reply, long deadline) {

  /** About how many bytes it takes while it waits. */
  public long weight() {
    return command.length() + 128L;
  }
}
