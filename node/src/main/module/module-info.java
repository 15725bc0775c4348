/** Synod as a library: users see {@link io.synod.node}, and nothing of what it stands on. */
@SuppressWarnings("requires-automatic") // protobuf-java has a name, but no descriptor
module io.synod.node {
  requires com.google.protobuf;
  requires io.netty.buffer;
  requires io.netty.codec;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.synod.core;
  requires org.slf4j;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports io.synod.node;
}
