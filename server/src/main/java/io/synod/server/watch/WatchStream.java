package io.synod.server.watch;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.StreamCall;
import io.synod.store.follow.Client;
import io.synod.store.follow.Desk;
import io.synod.store.follow.Feed;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;

/** One stream of a client, as a feed knows it. */
final class WatchStream implements StreamCall.Session, Client {

  private final StreamCall call;
  private final Feed feed;

  WatchStream(Desk desk, StreamCall call) {
    this.call = call;
    this.feed = new Feed(desk, this);
  }

  @Override
  public void received(byte[] message) throws InvalidProtocolBufferException {
    feed.received(WatchRequest.parseFrom(message));
  }

  /** Whoever asks for nothing more may still want to hear, as a shell with one request does. */
  @Override
  public void ended() {
    // The call ends when the client does.
  }

  @Override
  public void ready() {
    feed.ready();
  }

  @Override
  public void closed() {
    feed.closed();
  }

  @Override
  public boolean isReady() {
    return call.isReady();
  }

  @Override
  public boolean isOver() {
    return call.isOver();
  }

  @Override
  public boolean requiresLeader() {
    return call.requiresLeader();
  }

  @Override
  public void send(WatchResponse response) {
    call.send(response);
  }

  @Override
  public void send(WatchResponse head, byte[] events) {
    call.send(new Response(head, events));
  }

  @Override
  public void find(Runnable reading) {
    call.finders().execute(reading);
  }

  @Override
  public void end(End why) {
    call.end(
        switch (why) {
          case NO_LEADER -> GrpcStatus.NO_LEADER;
          case BROKEN -> GrpcStatus.BROKEN;
          case STOPPED -> GrpcStatus.STOPPED;
        });
  }
}
