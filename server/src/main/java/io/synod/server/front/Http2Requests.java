package io.synod.server.front;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import io.synod.server.front.GrpcStatus.Code;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes requests out of the frames of one connection, and hands each to what serves it. */
final class Http2Requests extends Http2EventAdapter {

  private static final AsciiString POST = AsciiString.cached("POST");
  private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
  private static final AsciiString GRPC = AsciiString.cached("application/grpc");
  private static final AsciiString HAS_LEADER = AsciiString.cached("hasleader");
  private static final AsciiString ENCODING = AsciiString.cached("grpc-encoding");
  private static final AsciiString GZIP = AsciiString.cached("gzip");
  private static final AsciiString IDENTITY = AsciiString.cached("identity");
  private static final AsciiString TIMEOUT = AsciiString.cached("grpc-timeout");
  private static final AsciiString TRUE = AsciiString.cached("true");

  private final Http2Connection connection;
  private final Shared shared;

  Http2Requests(Http2Connection connection, Shared shared) {
    this.connection = connection;
    this.shared = shared;
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
    if (settings.headerTableSize() != null) {
      connection.encoderIsDue();
    }
    connection.sendOn();
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) {
    connection.sendOn();
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx,
      int streamId,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end) {
    onHeadersRead(ctx, streamId, headers, padding, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end) {
    Http2Stream stream = connection.connection().stream(streamId);
    if (stream == null) {
      return;
    }
    Served served = connection.servedOn(stream);
    if (served == null) {
      served = begin(stream, headers);
    }
    if (!end && served == null) {
      connection.stopHearing(stream);
    } else if (end && served != null) {
      served.end();
    }
  }

  /** What a request begins; null if it could be answered at once. */
  private @Nullable Served begin(Http2Stream stream, Http2Headers headers) {
    CharSequence path = Objects.requireNonNullElse(headers.path(), "");
    CharSequence verb = headers.method();
    CharSequence type = headers.get(CONTENT_TYPE);
    boolean grpc =
        POST.contentEquals(verb) && type != null && AsciiString.of(type).startsWith(GRPC);
    if (!grpc) {
      EventPage events =
          shared.routes.events(Objects.requireNonNullElse(verb, "").toString(), path.toString());
      if (events != null) {
        return tell(stream, events);
      }
      page(stream, headers, path.toString());
      return null;
    }
    GrpcMethod method = shared.routes.method(path);
    if (method == null) {
      connection.finish(stream, unserved(path.toString()));
      return null;
    }
    CharSequence encoding = headers.get(ENCODING);
    boolean gzip = encoding != null && GZIP.contentEquals(encoding);
    if (encoding != null && !gzip && !IDENTITY.contentEquals(encoding)) {
      connection.finish(stream, GrpcStatus.unknownEncoding(encoding));
      return null;
    }
    long deadline = connection.deadlines().after(headers.get(TIMEOUT));
    if (deadline < 0) {
      connection.finish(stream, GrpcStatus.BAD_TIMEOUT);
      return null;
    }
    if (!shared.calls.take(1)) {
      connection.finish(stream, GrpcStatus.TOO_MANY);
      return null;
    }
    CharSequence hasLeader = headers.get(HAS_LEADER);
    boolean requiresLeader = hasLeader != null && TRUE.contentEquals(hasLeader);
    Terms terms = new Terms(method, gzip, requiresLeader, deadline, shared);
    Outlet outlet = new Http2Outlet(connection, stream);
    Served served =
        switch (method.handler()) {
          case GrpcMethod.Unary unary -> new Call(outlet, terms, unary);
          case GrpcMethod.Streaming streaming -> new StreamCall(outlet, terms, streaming);
        };
    connection.remember(stream, served);
    connection.deadlines().add(deadline);
    return served;
  }

  private @Nullable Served tell(Http2Stream stream, EventPage page) {
    EventStream viewer = new EventStream(connection, stream);
    Optional<PageAnswer> refusal = page.open(viewer);
    if (refusal.isPresent()) {
      connection.answer(stream, refusal.get(), false);
      return null;
    }
    connection.remember(stream, viewer);
    connection.begin(stream, Viewer.HEADERS);
    return viewer;
  }

  private void page(Http2Stream stream, Http2Headers headers, String path) {
    String verb = Objects.requireNonNullElse(headers.method(), "").toString();
    boolean head = verb.equals("HEAD");
    byte[] noBody = head || verb.equals("GET") ? new byte[0] : null;
    Asked asked =
        new Asked(
            verb,
            path,
            name -> {
              CharSequence value = headers.get(name);
              return value == null ? null : value.toString();
            },
            noBody,
            connection.eventLoop());
    var _ = shared.routes.page(asked).thenAccept(page -> connection.answer(stream, page, head));
  }

  private static GrpcStatus unserved(String path) {
    String name = path.startsWith("/") ? path.substring(1) : path;
    return new GrpcStatus(Code.UNIMPLEMENTED, "Synod does not serve %s yet.".formatted(name));
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean end) {
    int taken = data.readableBytes() + padding;
    Http2Stream stream = connection.connection().stream(streamId);
    Served served = stream == null ? null : connection.servedOn(stream);
    if (stream != null && served != null) {
      boolean more = served.data(data);
      if (!more && !end) {
        connection.stopHearing(stream);
      } else if (more && end) {
        served.end();
      }
    }
    return taken;
  }
}
