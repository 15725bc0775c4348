package io.synod.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.synod.server.wire.LeaseGrpc;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.LeaseKeepAliveResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One stream that keeps leases alive. */
final class KeepAliveClient implements AutoCloseable {

  private final ClientCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call;
  private final BlockingQueue<LeaseKeepAliveResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  KeepAliveClient(Channel channel) {
    call = channel.newCall(LeaseGrpc.getLeaseKeepAliveMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(LeaseKeepAliveResponse message) {
            responses.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        new Metadata());
  }

  void send(long lease) {
    call.sendMessage(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
  }

  LeaseKeepAliveResponse keep(long lease) throws InterruptedException {
    send(lease);
    return next();
  }

  void endRequests() {
    call.halfClose();
  }

  LeaseKeepAliveResponse next() throws InterruptedException {
    call.request(1);
    LeaseKeepAliveResponse response = responses.poll(60, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("No response came; the call's end: " + end);
    }
    return response;
  }

  Status end() throws Exception {
    call.request(1);
    return end.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    call.cancel("The test is over.", null);
  }
}
