package io.synod.server;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.synod.server.wire.WatchGrpc;
import io.synod.store.wire.Event;
import io.synod.store.wire.WatchCancelRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchProgressRequest;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A watch stream that reads a response only when it is asked for one. */
final class WatchClient implements AutoCloseable {

  private final ClientCall<WatchRequest, WatchResponse> call;
  private final BlockingQueue<WatchResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  WatchClient(Channel channel) {
    this(channel, new Metadata());
  }

  WatchClient(Channel channel, Metadata headers) {
    call = channel.newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(WatchResponse message) {
            responses.add(message);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        headers);
  }

  /** Asks for a watch, and answers the response to that. */
  WatchResponse create(WatchCreateRequest.Builder request) throws InterruptedException {
    send(request);
    return next();
  }

  void send(WatchCreateRequest.Builder request) {
    call.sendMessage(WatchRequest.newBuilder().setCreateRequest(request).build());
  }

  void cancel(long id) {
    call.sendMessage(
        WatchRequest.newBuilder()
            .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(id))
            .build());
  }

  void askForProgress() {
    call.sendMessage(
        WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build());
  }

  void endRequests() {
    call.halfClose();
  }

  WatchResponse next() throws InterruptedException {
    call.request(1);
    WatchResponse response = responses.poll(60, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("No response came; the call's end: " + end);
    }
    return response;
  }

  /** So many events, from as many responses as it takes. */
  List<Event> events(int count) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    while (events.size() < count) {
      events.addAll(next().getEventsList());
    }
    return events;
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
