package io.synod.server;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.node.registers.Registers;
import io.synod.node.requests.Reply;
import io.synod.server.explorer.Watched;
import io.synod.store.Outcome;
import java.util.concurrent.Executor;

/** What the services need of the running member; tests put something simpler in its place. */
interface Engine extends Watched {

  /** Has a command chosen and applied; the reply is given on the executor. */
  void propose(Bytes command, Executor executor, Reply<Outcome> reply);

  /**
   * Waits until the store here holds all that was chosen before the call; the reply is given on the
   * executor.
   */
  void read(Executor executor, Reply<Long> reply);

  /** If this member leads, has another one lead soon, unless that cannot be. */
  void handOver(MemberId to);

  /** The cluster's registers. */
  Registers registers();
}
