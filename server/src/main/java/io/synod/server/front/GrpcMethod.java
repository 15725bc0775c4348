package io.synod.server.front;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.store.request.RefusedException;
import java.util.function.BooleanSupplier;

/**
 * One gRPC method.
 *
 * @param handler what it does
 * @param meter counts its calls
 * @param hasLeader whether there is a leader, for calls that require one
 * @param maxMessageBytes the most bytes that a message to it may have
 */
public record GrpcMethod(
    Handler handler, CallMeter meter, BooleanSupplier hasLeader, int maxMessageBytes) {

  /** Does what the method is for; called on the event loop, which it must not block. */
  public sealed interface Handler permits Unary, Streaming {}

  /** Gives one answer to one request. */
  public non-sealed interface Unary extends Handler {
    /**
     * Answers the call, now or later on its event loop.
     *
     * @param message the request; it belongs to the handler
     * @throws InvalidProtocolBufferException if the message is not one of this method
     * @throws RefusedException if the request is not to be done
     */
    void handle(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException;
  }

  /** Takes any number of messages and sends any number. */
  public non-sealed interface Streaming extends Handler {
    /** A call has begun; answers what hears of it. */
    StreamCall.Session open(StreamCall call);
  }
}
