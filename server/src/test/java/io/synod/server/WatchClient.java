package io.synod.server;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.synod.server.wire.WatchGrpc;
import io.synod.store.wire.Event;
import io.synod.store.wire.WatchCancelRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchProgressRequest;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.util.ArrayList;
import java.util.List;

/** A watch stream that reads a response only when it is asked for one. */
final class WatchClient extends StreamClient<WatchRequest, WatchResponse> {

  WatchClient(Channel channel) {
    this(channel, new Metadata());
  }

  WatchClient(Channel channel, Metadata headers) {
    super(channel, WatchGrpc.getWatchMethod(), headers);
  }

  /** Asks for a watch, and answers the response to that. */
  WatchResponse create(WatchCreateRequest.Builder request) throws InterruptedException {
    send(request);
    return next();
  }

  void send(WatchCreateRequest.Builder request) {
    send(WatchRequest.newBuilder().setCreateRequest(request).build());
  }

  void cancel(long id) {
    send(
        WatchRequest.newBuilder()
            .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(id))
            .build());
  }

  void askForProgress() {
    send(
        WatchRequest.newBuilder()
            .setProgressRequest(WatchProgressRequest.getDefaultInstance())
            .build());
  }

  /** So many events, from as many responses as it takes. */
  List<Event> events(int count) throws InterruptedException {
    List<Event> events = new ArrayList<>();
    while (events.size() < count) {
      events.addAll(next().getEventsList());
    }
    return events;
  }
}
