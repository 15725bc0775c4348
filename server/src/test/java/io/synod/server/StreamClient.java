package io.synod.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A stream that reads a response only when it is asked for one.
 *
 * @param <Q> what is sent
 * @param <R> what comes
 */
class StreamClient<Q, R> implements AutoCloseable {

  private final ClientCall<Q, R> call;
  private final BlockingQueue<R> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  StreamClient(Channel channel, MethodDescriptor<Q, R> method, Metadata headers) {
    call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(R message) {
            responses.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        headers);
  }

  final void send(Q request) {
    call.sendMessage(request);
  }

  final void endRequests() {
    call.halfClose();
  }

  final R next() throws InterruptedException {
    call.request(1);
    R response = responses.poll(60, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("No response came; the call's end: " + end);
    }
    return response;
  }

  final Status end() throws Exception {
    call.request(1);
    return end.get(60, TimeUnit.SECONDS);
  }

  @Override
  public final void close() {
    call.cancel("The test is over.", null);
  }
}
