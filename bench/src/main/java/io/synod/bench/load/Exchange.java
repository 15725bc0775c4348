package io.synod.bench.load;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A call on its way. One object serves one client for all its calls, one after the other. */
abstract class Exchange {
  /** What is wrong with the answer so far, or null. */
  @Nullable String fault;

  /** Bytes of answer received: messages with their prefixes. */
  int answerBytes;

  /** Bytes of answer below which it is a fault. */
  int leastAnswerBytes;

  /** Bytes of it for which the server has not been given room again. */
  int ungranted;

  /** Whether the server is given room again for what has come. */
  boolean reads = true;

  /** Called on the connection's event loop once the call has ended, well or with a fault. */
  abstract void ended();

  /** Called with each piece of the answer; its bytes are gone on return. */
  void received(ByteBuf piece) {
    answerBytes += piece.readableBytes();
  }
}
