package io.synod.bench.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.synod.store.wire.WatchCancelRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchRequest;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One of the two servers, as its client sees it. */
final class Side implements AutoCloseable {
  private static final long CLOSE_SECONDS = 10;

  private static final long SETTLER = 1;

  private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

  private final Server server;
  private final ManagedChannel channel;
  private final Gateway gateway;
  private final Map<Integer, WatchLog> streams = new TreeMap<>();
  private final WatchLog witness;

  Side(Server server) {
    this.server = server;
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .usePlaintext()
            .build();
    gateway = new Gateway(server.port());
    witness = new WatchLog(channel);
  }

  String name() {
    return server.name();
  }

  /** Has a watch of its own hear everything from now on; the others are judged by it. */
  void startWitness() throws InterruptedException {
    var everything = WatchCreateRequest.newBuilder().setKey(ALL).setRangeEnd(ALL).setPrevKv(true);
    var _ = witness.ask(WatchRequest.newBuilder().setCreateRequest(everything).build());
  }

  /**
   * Returns when the server has looked at all watches that begin in the past, as its watch that
   * begins at the newest revision shows.
   */
  void settle(long newest) throws InterruptedException {
    var newestOnly =
        WatchCreateRequest.newBuilder()
            .setKey(ALL)
            .setRangeEnd(ALL)
            .setStartRevision(newest)
            .setWatchId(SETTLER);
    var _ = witness.ask(WatchRequest.newBuilder().setCreateRequest(newestOnly).build());
    witness.awaitRevision(SETTLER, newest);
    var settler = WatchCancelRequest.newBuilder().setWatchId(SETTLER);
    var _ = witness.ask(WatchRequest.newBuilder().setCancelRequest(settler).build());
    witness.forget(SETTLER);
  }

  WatchLog witness() {
    return witness;
  }

  CompletableFuture<Answer> ask(Step.Ask step, Message request) {
    return step.json() ? gateway.ask(step.method(), request) : step.method().ask(channel, request);
  }

  WatchLog stream(int number) {
    return streams.computeIfAbsent(number, _ -> new WatchLog(channel));
  }

  void closeStream(int number) {
    WatchLog stream = streams.remove(number);
    if (stream != null) {
      stream.close();
    }
  }

  @Override
  public void close() {
    streams.values().forEach(WatchLog::close);
    witness.close();
    gateway.close();
    channel.shutdownNow();
    try {
      var _ = channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}
