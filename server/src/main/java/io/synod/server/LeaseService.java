package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.synod.core.Bytes;
import io.synod.server.front.Call;
import io.synod.server.front.Content;
import io.synod.server.front.GrpcStatus;
import io.synod.store.Outcome;
import io.synod.store.lease.Lease;
import io.synod.store.lease.LeaseTime;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseGrantResponse;
import io.synod.store.wire.LeaseLeasesRequest;
import io.synod.store.wire.LeaseLeasesResponse;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseRevokeResponse;
import io.synod.store.wire.LeaseStatus;
import io.synod.store.wire.LeaseTimeToLiveRequest;
import io.synod.store.wire.LeaseTimeToLiveResponse;
import io.synod.store.wire.ResponseHeader;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** etcd's Lease service, but for the keep-alives. */
final class LeaseService {

  /** What etcd answers for the time to live of a lease that there is not. */
  private static final long NO_LEASE = -1;

  private final Backend backend;
  private final long leastTtl;

  LeaseService(Backend backend, ServerConfig config) {
    this.backend = backend;
    this.leastTtl = leastTtl(config.heartbeatMillis(), config.electionMillis());
  }

  /** As etcd: one and a half elections, counted in heartbeats, in whole seconds. */
  static long leastTtl(long heartbeatMillis, long electionMillis) {
    long millis = 3 * (electionMillis / heartbeatMillis) / 2 * heartbeatMillis;
    return Math.ceilDiv(millis, 1_000);
  }

  void grant(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException {
    LeaseGrantRequest request = LeaseGrantRequest.parseFrom(message);
    RequestCheck.check(request);
    if (!backend.quota().admits(Quota.LEASE_COST)) {
      call.fail(GrpcStatus.NO_SPACE);
      return;
    }
    long ttl = Math.max(leastTtl, request.getTTL());
    if (request.getID() == 0) {
      grantChosen(call, ttl);
    } else {
      LeaseGrantRequest given = request.toBuilder().setTTL(ttl).build();
      propose(call, Commands.encode(given), revision -> granted(given, revision));
    }
  }

  /** Grants a lease whose id is chosen here; again if somebody has it already. */
  private void grantChosen(Call call, long ttl) {
    LeaseGrantRequest chosen =
        LeaseGrantRequest.newBuilder()
            .setID(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE))
            .setTTL(ttl)
            .build();
    Pending.Answer<Outcome> answer =
        outcome -> {
          switch (outcome) {
            case Outcome.Ok ok -> call.answer(granted(chosen, ok.answer().revision()));
            case Outcome.Refused(Refusal refusal) when refusal == Refusal.LEASE_EXISTS ->
                grantChosen(call, ttl);
            case Outcome.Refused refused -> call.fail(GrpcStatus.of(refused.refusal()));
          }
        };
    backend
        .engine()
        .propose(Commands.encode(chosen), call.eventLoop(), new Pending<>(call, answer));
  }

  private LeaseGrantResponse granted(LeaseGrantRequest lease, long revision) {
    return LeaseGrantResponse.newBuilder()
        .setHeader(backend.header(revision))
        .setID(lease.getID())
        .setTTL(lease.getTTL())
        .build();
  }

  void revoke(Call call, byte[] message) throws InvalidProtocolBufferException {
    LeaseRevokeRequest request = LeaseRevokeRequest.parseFrom(message);
    propose(
        call,
        Commands.encode(request),
        revision -> LeaseRevokeResponse.newBuilder().setHeader(backend.header(revision)).build());
  }

  private void propose(Call call, Bytes command, LongFunction<Message> response) {
    Pending.Answer<Outcome> answer =
        outcome -> {
          switch (outcome) {
            case Outcome.Ok ok -> call.answer(response.apply(ok.answer().revision()));
            case Outcome.Refused refused -> call.fail(GrpcStatus.of(refused.refusal()));
          }
        };
    backend.engine().propose(command, call.eventLoop(), new Pending<>(call, answer));
  }

  void timeToLive(Call call, byte[] message) throws InvalidProtocolBufferException {
    LeaseTimeToLiveRequest request = LeaseTimeToLiveRequest.parseFrom(message);
    read(call, () -> timeToLive(request));
  }

  private Message timeToLive(LeaseTimeToLiveRequest request) {
    ResponseHeader header = backend.header();
    LeaseTimeToLiveResponse.Builder response =
        LeaseTimeToLiveResponse.newBuilder().setHeader(header).setID(request.getID());
    LeaseTime now = backend.store().leases().time();
    Lease lease = backend.store().leases().get(request.getID());
    if (lease == null) {
      return response.setTTL(NO_LEASE).build();
    }
    if (request.getKeys()) {
      response.addAllKeys(backend.store().leaseKeys(lease.id()));
    }
    return response.setTTL(seconds(lease, now)).setGrantedTTL(lease.ttl()).build();
  }

  /** Whole seconds; as in etcd, a moment of the first has gone by already. */
  private static long seconds(Lease lease, LeaseTime now) {
    return Math.min(lease.remaining(now), lease.ttl() * 1_000 - 1) / 1_000;
  }

  void list(Call call, byte[] message) throws InvalidProtocolBufferException {
    var _ = LeaseLeasesRequest.parseFrom(message);
    read(call, this::all);
  }

  private Message all() {
    LeaseLeasesResponse.Builder response =
        LeaseLeasesResponse.newBuilder().setHeader(backend.header());
    for (Lease lease : backend.store().leases().inOrder()) {
      response.addLeases(LeaseStatus.newBuilder().setID(lease.id()));
    }
    return response.build();
  }

  /** What is found may be long. */
  private void read(Call call, Supplier<Message> finder) {
    backend
        .engine()
        .read(
            call.eventLoop(), new Pending<>(call, _ -> call.find(() -> Content.of(finder.get()))));
  }
}
