package io.synod.server.lock;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.server.front.StreamCall;
import io.synod.server.wire.CampaignRequest;
import io.synod.server.wire.CampaignResponse;
import io.synod.server.wire.LeaderKey;
import io.synod.server.wire.LeaderRequest;
import io.synod.server.wire.LeaderResponse;
import io.synod.server.wire.ProclaimRequest;
import io.synod.server.wire.ProclaimResponse;
import io.synod.server.wire.ResignRequest;
import io.synod.server.wire.ResignResponse;
import io.synod.store.watch.Recent;

/** etcd's Election service: whoever is first in a line leads, and may say something. */
public final class ElectionService {

  private static final GrpcStatus NOT_LEADER = new GrpcStatus(Code.UNKNOWN, "election: not leader");
  private static final GrpcStatus NO_LEADER = new GrpcStatus(Code.UNKNOWN, "election: no leader");
  private static final GrpcStatus NO_KEY =
      new GrpcStatus(Code.UNKNOWN, "\"leader\" field must be provided");

  private final KeyValues keys;
  private final Commits commits;

  /** Elections in a store. */
  public ElectionService(KeyValues keys, Recent recent) {
    this.keys = keys;
    this.commits = new Commits(recent);
  }

  /** Answers when the caller leads. */
  public void campaign(Call call, byte[] message) throws InvalidProtocolBufferException {
    CampaignRequest request = CampaignRequest.parseFrom(message);
    new Stand(
            call, keys, commits, Line.of(request.getName()), stand -> elected(stand, request, call))
        .join(request.getLease(), request.getValue());
  }

  private void elected(Stand stand, CampaignRequest request, Call call) {
    ByteString found = stand.found();
    if (found == null || found.equals(request.getValue())) {
      answer(stand, request);
      return;
    }
    Answers.to(
        call,
        keys.txn(
            Line.update(stand.place(), stand.revision(), request.getValue(), stand.lease()),
            call.eventLoop()),
        _ -> answer(stand, request));
  }

  private static void answer(Stand stand, CampaignRequest request) {
    stand.answer(
        CampaignResponse.newBuilder()
            .setHeader(stand.header())
            .setLeader(
                LeaderKey.newBuilder()
                    .setName(request.getName())
                    .setKey(stand.place())
                    .setRev(stand.revision())
                    .setLease(stand.lease()))
            .build());
  }

  /** Says something else, if the caller still leads. */
  public void proclaim(Call call, byte[] message) throws InvalidProtocolBufferException {
    ProclaimRequest request = ProclaimRequest.parseFrom(message);
    if (!request.hasLeader()) {
      call.fail(NO_KEY);
      return;
    }
    LeaderKey leader = request.getLeader();
    Answers.to(
        call,
        keys.txn(
            Line.update(leader.getKey(), leader.getRev(), request.getValue(), leader.getLease()),
            call.eventLoop()),
        done -> {
          if (done.getSucceeded()) {
            call.answer(ProclaimResponse.newBuilder().setHeader(done.getHeader()).build());
          } else {
            call.fail(NOT_LEADER);
          }
        });
  }

  /** Who leads. */
  public void leader(Call call, byte[] message) throws InvalidProtocolBufferException {
    LeaderRequest request = LeaderRequest.parseFrom(message);
    Answers.to(
        call,
        keys.range(Line.of(request.getName()).first().build(), call.eventLoop()),
        found -> {
          if (found.getKvsCount() == 0) {
            call.fail(NO_LEADER);
          } else {
            call.answer(
                LeaderResponse.newBuilder()
                    .setHeader(found.getHeader())
                    .setKv(found.getKvs(0))
                    .build());
          }
        });
  }

  /** Tells who leads and what it says, now and whenever that changes. */
  public StreamCall.Session observe(StreamCall call) {
    return new Observation(call, keys, commits);
  }

  /** Leads no more; the next in the line does. */
  public void resign(Call call, byte[] message) throws InvalidProtocolBufferException {
    ResignRequest request = ResignRequest.parseFrom(message);
    if (!request.hasLeader()) {
      call.fail(NO_KEY);
      return;
    }
    LeaderKey leader = request.getLeader();
    Answers.to(
        call,
        keys.txn(Line.leave(leader.getKey(), leader.getRev()), call.eventLoop()),
        done -> call.answer(ResignResponse.newBuilder().setHeader(done.getHeader()).build()));
  }
}
