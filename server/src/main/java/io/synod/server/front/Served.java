package io.synod.server.front;

import io.netty.buffer.ByteBuf;

/** What one stream of a connection is for. All methods are called on its event loop. */
sealed interface Served permits Call, EventStream, StreamCall {

  /** When its time is over, by the connection's {@link Deadlines}. */
  long deadline();

  /** Takes more of what the client sends; answers whether any more is wanted after it. */
  boolean data(ByteBuf piece);

  /** The client sends no more. */
  void end();

  /** Its time is over. */
  void expire();

  /** The stream is gone: the client has all that it gets, or wants nothing any more. */
  void closed();
}
