package io.synod.server.lease;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.StreamCall;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.LeaseKeepAliveResponse;
import io.synod.store.wire.ResponseHeader;
import java.util.concurrent.Executor;

/** One stream of a client that keeps leases alive. Belongs to its event loop. */
final class KeepAlives implements StreamCall.Session {

  private final StreamCall call;
  private final Renewals renewals;
  private long unanswered;
  private boolean ended;

  KeepAlives(StreamCall call, Renewals renewals) {
    this.call = call;
    this.renewals = renewals;
  }

  /** From any thread. */
  Executor eventLoop() {
    return call.eventLoop();
  }

  @Override
  public void received(byte[] message) throws InvalidProtocolBufferException {
    long lease = LeaseKeepAliveRequest.parseFrom(message).getID();
    unanswered++;
    if (!renewals.want(lease, this)) {
      call.end(GrpcStatus.TOO_MANY);
    }
  }

  /**
   * A lease was renewed.
   *
   * @param ttl as etcd: 0 if there is none of that id
   */
  void answer(ResponseHeader header, long lease, long ttl) {
    unanswered--;
    call.send(
        LeaseKeepAliveResponse.newBuilder().setHeader(header).setID(lease).setTTL(ttl).build());
    endIfAnswered();
  }

  void fail(GrpcStatus status) {
    call.end(status);
  }

  private void endIfAnswered() {
    if (ended && unanswered == 0) {
      call.end(GrpcStatus.OK);
    }
  }

  @Override
  public void ended() {
    ended = true;
    endIfAnswered();
  }

  @Override
  public void ready() {
    // What is sent is small, and waits by itself.
  }

  @Override
  public void closed() {
    // What is wanted is still renewed; the answer goes nowhere.
  }
}
