package io.synod.server.front;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2Stream.State;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection over HTTP/2, and the answers on it.
 *
 * <p>Netty reads and keeps the streams. Short answers for which the client has a window do not go
 * through its encoder: they are gathered in one buffer, which is written when the turn of the event
 * loop ends. All others are {@link LongAnswers}.
 */
final class Http2Connection extends Http2ConnectionHandler {

  private static final Logger log = LoggerFactory.getLogger(Http2Connection.class);

  /** What a client may send on one stream, and on all, before it hears from us. */
  private static final int STREAM_WINDOW = 1 << 20;

  private static final int CONNECTION_WINDOW = 16 << 20;
  private static final int MOST_HEADER_BYTES = 64 << 10;

  /** A client that gives up thousands of calls a second means harm. */
  private static final int MOST_RESETS = 20_000;

  private static final int RESETS_SECONDS = 10;
  private static final int DRAIN_MILLIS = 2_000;

  private static final int GATHERED_AT_FIRST = 1 << 10;
  private static final int MOST_GATHERED = 256 << 10;

  private final PropertyKey servedKey;
  private final Deadlines deadlines;
  private final LongAnswers longAnswers;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf gathered;
  private boolean flushScheduled;
  private boolean encoderIsDue;

  private Http2Connection(
      Http2ConnectionDecoder decoder,
      Http2ConnectionEncoder encoder,
      Http2Settings settings,
      Shared shared) {
    super(decoder, encoder, settings);
    servedKey = connection().newKey();
    deadlines = new Deadlines(this);
    longAnswers = new LongAnswers(this, shared);
    connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                closed(stream);
              }
            });
  }

  static Http2Connection create(Shared shared) {
    return new Builder(shared).build();
  }

  private static final class Builder
      extends AbstractHttp2ConnectionHandlerBuilder<Http2Connection, Builder> {

    private final Shared shared;

    Builder(Shared shared) {
      this.shared = shared;
      DefaultHttp2Connection connection = new DefaultHttp2Connection(true);
      connection
          .remote()
          .flowController(
              new DefaultHttp2RemoteFlowController(
                  connection, new UniformStreamByteDistributor(connection)));
      var _ =
          connection(connection)
              .initialSettings(
                  Http2Settings.defaultSettings()
                      .initialWindowSize(STREAM_WINDOW)
                      .maxHeaderListSize(MOST_HEADER_BYTES)
                      .maxConcurrentStreams(shared.mostStreams))
              .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
              .gracefulShutdownTimeoutMillis(DRAIN_MILLIS);
    }

    @Override
    protected Http2Connection build() {
      return super.build();
    }

    @Override
    protected Http2Connection build(
        Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
      Http2Connection built = new Http2Connection(decoder, encoder, settings, shared);
      decoder.frameListener(new Http2Requests(built, shared));
      return built;
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
    var window = connection().local().flowController();
    window.incrementWindowSize(
        connection().connectionStream(), CONNECTION_WINDOW - window.initialWindowSize());
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
    drop();
    super.handlerRemoved0(ctx);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    drop();
    super.channelInactive(ctx);
  }

  /** No more is read from a client whose answers pile up in its socket. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    super.channelWritabilityChanged(ctx);
    boolean writable = ctx.channel().isWritable();
    var _ = ctx.channel().config().setAutoRead(writable);
    if (writable) {
      sendOn();
      tellStreams();
    }
  }

  private void tellStreams() throws Http2Exception {
    List<StreamCall> streams = new ArrayList<>();
    var _ =
        connection()
            .forEachActiveStream(stream -> {
              if (servedOn(stream) instanceof StreamCall call) {
                streams.add(call);
              }
              return true;
            });
    streams.forEach(StreamCall::tellIfReady);
  }

  EventLoop eventLoop() {
    return context().channel().eventLoop();
  }

  ChannelHandlerContext context() {
    if (context == null) {
      throw new IllegalStateException("The connection is not in a pipeline.");
    }
    return context;
  }

  void remember(Http2Stream stream, Served served) {
    stream.setProperty(servedKey, served);
  }

  private void closed(Http2Stream stream) {
    Served served = servedOn(stream);
    if (served != null) {
      served.closed();
    }
    if (!longAnswers.isEmpty()) {
      longAnswers.drop(stream);
    }
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** The client takes more than it did. */
  void sendOn() {
    if (!longAnswers.isEmpty()) {
      flushLater();
    }
  }

  @Nullable Served servedOn(Http2Stream stream) {
    return stream.getProperty(servedKey);
  }

  /** The client wants the encoder's table to be another: its next words have to say so. */
  void encoderIsDue() {
    encoderIsDue = true;
  }

  /** Ends a stream with a message. */
  void answer(Http2Stream stream, Content message) {
    long size = message.size();
    if (isOver(stream)) {
      message.close();
    } else if (size <= AnswerFrames.MOST_IN_ONE_FRAME && leavesAtOnce(stream, (int) size)) {
      try (message) {
        gather(stream, message, (int) size);
      } catch (RuntimeException e) {
        log.error("An answer could not be made.", e);
        finish(stream, GrpcStatus.BROKEN);
      }
    } else if (size > Integer.MAX_VALUE) {
      message.close();
      finish(stream, GrpcStatus.tooLong(size));
    } else {
      longAnswers.add(stream, message, true);
      flushLater();
    }
  }

  private boolean leavesAtOnce(Http2Stream stream, int size) {
    Http2RemoteFlowController flow = connection().remote().flowController();
    int window = AnswerFrames.windowBytes(size);
    return !encoderIsDue
        && !flow.hasFlowControlled(stream)
        && flow.windowSize(stream) >= window
        && flow.windowSize(connection().connectionStream()) - longAnswers.reserved() >= window;
  }

  private void gather(Http2Stream stream, Content message, int size) {
    AnswerFrames.write(gathering(size), stream.id(), message, size);
    takeWindow(connection().connectionStream(), size);
    stream.headersSent(false);
    boolean draining = connection().goAwaySent();
    // The last stream to end closes a connection that drains: its answer has to be out by then.
    closeStreamLocal(stream, draining ? writeGathered() : context().newSucceededFuture());
    writeIfMuch();
  }

  private void writeIfMuch() {
    if (gathered != null && gathered.readableBytes() >= MOST_GATHERED) {
      writeGathered();
    }
    flushLater();
  }

  private ByteBuf gathering(int size) {
    ByteBuf out = gathered;
    if (out == null) {
      out = context().alloc().ioBuffer(Math.max(GATHERED_AT_FIRST, AnswerFrames.length(size)));
      gathered = out;
    }
    return out;
  }

  private void takeWindow(Http2Stream stream, int size) {
    try {
      connection()
          .remote()
          .flowController()
          .incrementWindowSize(stream, -AnswerFrames.windowBytes(size));
    } catch (Http2Exception e) {
      throw new IllegalStateException("A window could not be reduced.", e);
    }
  }

  /** Sends a message on a stream that goes on, if that can be done at once. */
  boolean sendNow(Http2Stream stream, Content message) {
    long size = message.size();
    if (isOver(stream)) {
      message.close();
      return true;
    }
    if (size > AnswerFrames.MOST_IN_ONE_FRAME || !leavesAtOnce(stream, (int) size)) {
      return false;
    }
    try (message) {
      AnswerFrames.writeOne(
          gathering((int) size), stream.id(), message, (int) size, !stream.isHeadersSent());
    } catch (RuntimeException e) {
      log.error("A message could not be made.", e);
      breakOff(stream);
      return true;
    }
    takeWindow(stream, (int) size);
    takeWindow(connection().connectionStream(), (int) size);
    if (!stream.isHeadersSent()) {
      // A second time would mean that the trailers have left.
      var _ = stream.headersSent(false);
    }
    writeIfMuch();
    return true;
  }

  /** Sends a message on a stream that goes on; no other may be on its way there. */
  void sendLater(Http2Stream stream, Content message) {
    longAnswers.add(stream, message, false);
    flushLater();
  }

  /** Ends a stream with a status, after all that was sent on it. */
  void finish(Http2Stream stream, GrpcStatus status) {
    if (!isOver(stream)) {
      headers(stream, stream.isHeadersSent() ? status.trailers() : status.headers(), true);
      flushLater();
    }
  }

  /**
   * Ends a stream with a page.
   *
   * @param head whether only what stands before its content is wanted
   */
  void answer(Http2Stream stream, PageAnswer page, boolean head) {
    if (isOver(stream)) {
      return;
    }
    ChannelHandlerContext ctx = context();
    boolean empty = head || page.body().length == 0;
    headers(stream, headers(page), empty);
    if (!empty) {
      ByteBuf body = Unpooled.wrappedBuffer(page.body());
      var _ = encoder().writeData(ctx, stream.id(), body, 0, true, ctx.newPromise());
    }
    flushLater();
  }

  /** Begins an answer that goes on. */
  void begin(Http2Stream stream, Map<String, String> fields) {
    if (!isOver(stream)) {
      Http2Headers headers = new DefaultHttp2Headers().status("200");
      fields.forEach(headers::set);
      headers(stream, headers, false);
      flushLater();
    }
  }

  /** Sends more of an answer that goes on; done when all of it has left. */
  ChannelFuture send(Http2Stream stream, byte[] piece) {
    if (isOver(stream)) {
      return context().newSucceededFuture();
    }
    ChannelHandlerContext ctx = context();
    ChannelFuture sent =
        encoder()
            .writeData(ctx, stream.id(), Unpooled.wrappedBuffer(piece), 0, false, ctx.newPromise());
    flushLater();
    return sent;
  }

  private static Http2Headers headers(PageAnswer page) {
    Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(page.status()));
    if (!page.type().isEmpty()) {
      headers.set("content-type", page.type());
    }
    if (page.hasLength()) {
      headers.setInt("content-length", page.body().length);
    }
    page.headers().forEach(headers::set);
    return headers;
  }

  void headers(Http2Stream stream, Http2Headers headers, boolean end) {
    encoderIsDue = false;
    // What was gathered before must not overtake the encoder's table size.
    writeGathered();
    var _ = encoder().writeHeaders(context(), stream.id(), headers, 0, end, context().newPromise());
  }

  /** Has the client stop to send what nobody wants; the stream has its answer already. */
  void stopHearing(Http2Stream stream) {
    if (stream.state() == State.HALF_CLOSED_LOCAL) {
      var _ =
          resetStream(context(), stream.id(), Http2Error.NO_ERROR.code(), context().newPromise());
    }
  }

  /** Ends a stream whose answer cannot be made to its end. */
  void breakOff(Http2Stream stream) {
    if (!stream.isHeadersSent()) {
      finish(stream, GrpcStatus.BROKEN);
    } else {
      reset(stream, Http2Error.INTERNAL_ERROR);
    }
  }

  /** Ends a stream in the middle of its answer. */
  void cutOff(Http2Stream stream) {
    reset(stream, Http2Error.CANCEL);
  }

  private void reset(Http2Stream stream, Http2Error error) {
    var _ = resetStream(context(), stream.id(), error.code(), context().newPromise());
    flushLater();
  }

  boolean isOver(Http2Stream stream) {
    State state = stream.state();
    return state != State.OPEN && state != State.HALF_CLOSED_REMOTE;
  }

  void flushLater() {
    if (!flushScheduled) {
      flushScheduled = true;
      eventLoop().execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushScheduled = false;
    if (!context().isRemoved()) {
      longAnswers.pump();
      flush(context());
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    writeGathered();
    super.flush(ctx);
  }

  @CanIgnoreReturnValue
  private ChannelFuture writeGathered() {
    ByteBuf out = gathered;
    if (out == null) {
      return context().newSucceededFuture();
    }
    gathered = null;
    return context().write(out);
  }

  /** A client that went away is nothing to tell of; what it had asked ends with the channel. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (Http2CodecUtil.getEmbeddedHttp2Exception(cause) != null) {
      super.exceptionCaught(ctx, cause);
    } else {
      log.debug("A client's connection broke.", cause);
      var _ = ctx.close();
    }
  }

  private void drop() {
    longAnswers.dropAll();
    deadlines.cancel();
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
