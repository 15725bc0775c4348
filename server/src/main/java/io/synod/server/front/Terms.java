package io.synod.server.front;

import org.jspecify.annotations.Nullable;

/**
 * What a call has come with.
 *
 * @param method what it calls
 * @param gzip whether its messages may be compressed
 * @param requiresLeader whether it is to fail at once where there is no leader
 * @param deadline when its time is over, by the connection's {@link Deadlines}
 * @param shared what it has in common with all others
 */
record Terms(
    GrpcMethod method, boolean gzip, boolean requiresLeader, long deadline, Shared shared) {

  /** Nothing of a message that is about to come. */
  IncomingMessage incoming() {
    return new IncomingMessage(method.maxMessageBytes(), gzip, shared.requests);
  }

  /** Why a message is refused that did not come through {@link #incoming}; null if it is not. */
  @Nullable GrpcStatus tooLong(byte[] message) {
    int limit = method.maxMessageBytes();
    return message.length > limit ? GrpcStatus.tooLongRequest(message.length, limit) : null;
  }

  /** Whether the call has to fail for want of a leader. */
  boolean lacksLeader() {
    return requiresLeader && !method.hasLeader().getAsBoolean();
  }
}
