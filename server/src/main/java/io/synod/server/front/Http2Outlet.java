package io.synod.server.front;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * A stream of a connection.
 *
 * @param connection the connection
 * @param stream the stream
 */
record Http2Outlet(Http2Connection connection, Http2Stream stream) implements Outlet {

  @Override
  public EventLoop eventLoop() {
    return connection.eventLoop();
  }

  @Override
  public boolean isWritable() {
    return connection.context().channel().isWritable();
  }

  @Override
  public void answer(Content message) {
    connection.answer(stream, message);
  }

  @Override
  public boolean sendNow(Content message) {
    return connection.sendNow(stream, message);
  }

  @Override
  public void sendLater(Content message) {
    connection.sendLater(stream, message);
  }

  @Override
  public void finish(GrpcStatus status) {
    connection.finish(stream, status);
  }

  @Override
  public void cutOff() {
    connection.cutOff(stream);
  }
}
