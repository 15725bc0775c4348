package io.synod.server.front;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.request.RefusedException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One unary gRPC method.
 *
 * @param handler what it does
 * @param meter counts its calls
 * @param hasLeader whether there is a leader, for calls that require one
 * @param maxMessageBytes the most bytes that a request may have
 */
public record GrpcMethod(
    Handler handler, CallMeter meter, BooleanSupplier hasLeader, int maxMessageBytes) {

  /** Does what the method is for; called on the event loop, which it must not block. */
  public interface Handler {
    /**
     * Answers the call, now or later on its event loop.
     *
     * @param message the request; it belongs to the handler
     * @throws InvalidProtocolBufferException if the message is not one of this method
     * @throws RefusedException if the request is not to be done
     */
    void handle(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException;
  }

  private static final Logger log = LoggerFactory.getLogger(GrpcMethod.class);

  /** Takes a request that has come to its end. */
  void received(Call call) {
    try {
      GrpcStatus refused = call.incoming().end();
      if (refused != null) {
        call.fail(refused);
      } else if (call.requiresLeader() && !hasLeader.getAsBoolean()) {
        call.fail(GrpcStatus.NO_LEADER);
      } else {
        handler.handle(call, call.incoming().take());
      }
    } catch (InvalidProtocolBufferException e) {
      call.fail(new GrpcStatus(Code.INTERNAL, "The request is not a message of this method."));
    } catch (RefusedException e) {
      call.fail(GrpcStatus.of(e.refusal()));
    } catch (RuntimeException e) {
      log.error("A request could not be handled.", e);
      call.fail(GrpcStatus.BROKEN);
    }
  }
}
