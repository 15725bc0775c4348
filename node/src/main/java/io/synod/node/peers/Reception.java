package io.synod.node.peers;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.synod.core.MemberId;
import io.synod.node.wire.Hello;
import io.synod.node.wire.Welcome;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a caller's hello, and lets it in or says why not. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a write or close that fails closes the channel, and is seen there
final class Reception extends SimpleChannelInboundHandler<ByteBuf> {

  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
  private static final int MOST_REMEMBERED = 100;

  /** What all receptions of a member share. On the event loop only. */
  static final class Desk {
    final Identity identity;
    final Network.Listener listener;
    final BulkService bulk;
    final Set<String> refusalsLogged = new HashSet<>();

    Desk(Identity identity, Network.Listener listener, BulkService bulk) {
      this.identity = identity;
      this.listener = listener;
      this.bulk = bulk;
    }

    // A caller that is refused calls again and again; it is logged once.
    void logRefusal(String refusal) {
      if (refusalsLogged.size() < MOST_REMEMBERED && refusalsLogged.add(refusal)) {
        LOG.warn("A caller is refused: {}", refusal);
      }
    }
  }

  private final Desk desk;

  Reception(Desk desk) {
    this.desk = desk;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) throws Exception {
    Hello hello = Hello.parseFrom(Frames.input(frame));
    String refusal = desk.identity.refusal(hello);
    ByteBuf welcome = Frames.encode(Welcome.newBuilder().setRefusal(refusal).build(), ctx.alloc());
    if (!refusal.isEmpty()) {
      desk.logRefusal(refusal);
      ctx.writeAndFlush(welcome).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    ctx.writeAndFlush(welcome);
    if (hello.getBulk()) {
      ctx.pipeline().replace(this, "bulk", new BulkServer(desk.bulk));
    } else {
      ctx.pipeline()
          .replace(this, "messages", new Incoming(new MemberId(hello.getFrom()), desk.listener));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause.getCause() instanceof SSLException unsafe) {
      desk.logRefusal("the connection cannot be made safe: " + unsafe.getMessage());
    } else {
      LOG.debug("A caller said no proper hello.", cause);
    }
    ctx.close();
  }
}
