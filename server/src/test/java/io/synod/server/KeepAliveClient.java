package io.synod.server;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.synod.server.wire.LeaseGrpc;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.LeaseKeepAliveResponse;

/** One stream that keeps leases alive. */
final class KeepAliveClient extends StreamClient<LeaseKeepAliveRequest, LeaseKeepAliveResponse> {

  KeepAliveClient(Channel channel) {
    super(channel, LeaseGrpc.getLeaseKeepAliveMethod(), new Metadata());
  }

  void send(long lease) {
    send(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
  }

  LeaseKeepAliveResponse keep(long lease) throws InterruptedException {
    send(lease);
    return next();
  }
}
