package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregationOptions;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.buffer.ByteBuf;
import io.synod.server.GrpcStatus.Code;
import io.synod.store.request.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unary gRPC method over HTTP/2: takes the message out of its frame, hands it on, and sends
 * what the call is answered with.
 *
 * <p>It does by hand what gRPC's generated services do, because it is in the way of every request
 * and this costs the least.
 */
final class UnaryMethod implements HttpService {

  /** Does what the method is for; called on the event loop, which it must not block. */
  interface Handler {
    /**
     * Answers the call, now or later on its event loop.
     *
     * @param message the request; it belongs to the handler
     * @throws InvalidProtocolBufferException if the message is not one of this method
     * @throws RefusedException if the request is not to be done
     */
    void handle(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException;
  }

  private static final Logger log = LoggerFactory.getLogger(UnaryMethod.class);

  private final Handler handler;
  private final CallMeter meter;
  private final BooleanSupplier hasLeader;
  private final int maxMessageBytes;

  UnaryMethod(Handler handler, CallMeter meter, BooleanSupplier hasLeader, int maxMessageBytes) {
    this.handler = handler;
    this.meter = meter;
    this.hasLeader = hasLeader;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public ExchangeType exchangeType(RoutingContext context) {
    return ExchangeType.UNARY;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    String type = request.headers().get("content-type");
    if (request.method() != HttpMethod.POST
        || type == null
        || !type.startsWith("application/grpc")) {
      return HttpResponse.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    CompletableFuture<HttpResponse> response = new CompletableFuture<>();
    Call call = new Call(response, request.headers(), context.eventLoop().withoutContext(), meter);
    var _ =
        request
            .aggregate(AggregationOptions.usePooledObjects(context.alloc(), context.eventLoop()))
            .whenComplete((whole, failure) -> {
              if (whole != null) {
                received(call, whole);
              } else {
                call.fail(notReceived(failure));
              }
            });
    return HttpResponse.of(response);
  }

  private void received(Call call, AggregatedHttpRequest request) {
    try (HttpData content = request.content()) {
      ByteBuf frame = content.byteBuf();
      int size = content.length() - Call.PREFIX;
      if (size < 0 || frame.getInt(frame.readerIndex() + 1) != size) {
        call.fail(new GrpcStatus(Code.INTERNAL, "The request is not one whole gRPC message."));
      } else if (frame.getByte(frame.readerIndex()) != 0) {
        call.fail(new GrpcStatus(Code.UNIMPLEMENTED, "Compressed requests are not taken."));
      } else if (size > maxMessageBytes) {
        call.fail(tooLong(Integer.toString(size), maxMessageBytes));
      } else {
        byte[] message = new byte[size];
        frame.getBytes(frame.readerIndex() + Call.PREFIX, message);
        if (call.requiresLeader() && !hasLeader.getAsBoolean()) {
          call.fail(GrpcStatus.NO_LEADER);
        } else {
          handler.handle(call, message);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      call.fail(new GrpcStatus(Code.INTERNAL, "The request is not a message of this method."));
    } catch (RefusedException e) {
      call.fail(Pending.status(e.refusal()));
    } catch (RuntimeException e) {
      log.error("A request could not be handled.", e);
      call.fail(GrpcStatus.BROKEN);
    }
  }

  private GrpcStatus notReceived(Throwable failure) {
    return isTooLong(failure)
        ? tooLong("more", maxMessageBytes)
        : new GrpcStatus(Code.UNAVAILABLE, "The request did not arrive whole.");
  }

  /** Whether it failed because more came than may come. */
  static boolean isTooLong(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ContentTooLargeException) {
        return true;
      }
    }
    return false;
  }

  /** A message that is longer than any request can be; the text is gRPC's own in etcd's server. */
  static GrpcStatus tooLong(String size, int maxMessageBytes) {
    return new GrpcStatus(
        Code.RESOURCE_EXHAUSTED,
        "grpc: received message larger than max (%s vs. %d)".formatted(size, maxMessageBytes));
  }
}
