package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.core.MemberId;
import io.synod.node.member.MemberStatus;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.wire.MoveLeaderRequest;
import io.synod.store.wire.MoveLeaderResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Another member is to lead. This one hands over, again where that was in vain, until the other
 * leads or it takes too long. Belongs to the event loop of the call.
 */
final class LeaderMove {

  private static final GrpcStatus NOT_LEADER =
      new GrpcStatus(Code.FAILED_PRECONDITION, "etcdserver: not leader");
  private static final GrpcStatus BAD_TARGET =
      new GrpcStatus(Code.FAILED_PRECONDITION, "etcdserver: bad leader transferee");
  private static final GrpcStatus TOO_LONG =
      new GrpcStatus(Code.UNKNOWN, "etcdserver: request timed out, leader transfer took too long");

  private final Engine engine;
  private final Call call;
  private final MemberId target;
  private final int heartbeatMillis;
  private final int electionMillis;
  private long waited;

  private LeaderMove(Engine engine, ServerConfig config, Call call, MemberId target) {
    this.engine = engine;
    this.call = call;
    this.target = target;
    this.heartbeatMillis = config.heartbeatMillis();
    this.electionMillis = config.electionMillis();
  }

  /** Begins to move the lead, as a call asks for. */
  static void begin(Backend backend, ServerConfig config, Call call, byte[] message)
      throws InvalidProtocolBufferException {
    long wanted = MoveLeaderRequest.parseFrom(message).getTargetID();
    MemberStatus status = backend.engine().status();
    Optional<MemberId> target =
        backend.roster().members().stream()
            .map(Roster.Entry::id)
            .filter(id -> id.value() == wanted)
            .findFirst();
    if (!status.leader().equals(Optional.of(status.id()))) {
      call.fail(NOT_LEADER);
    } else if (target.isEmpty()) {
      call.fail(BAD_TARGET);
    } else {
      LeaderMove move = new LeaderMove(backend.engine(), config, call, target.get());
      if (!target.get().equals(status.id())) {
        backend.engine().handOver(target.get());
      }
      move.look();
    }
  }

  private void look() {
    MemberStatus status = engine.status();
    if (call.isOver()) {
      return;
    }
    if (status.leader().equals(Optional.of(target))) {
      call.answer(MoveLeaderResponse.getDefaultInstance());
    } else if (waited > SynodServer.requestMillis(electionMillis)) {
      call.fail(TOO_LONG);
    } else {
      waited += heartbeatMillis;
      if (waited % electionMillis < heartbeatMillis) {
        engine.handOver(target);
      }
      var _ = call.eventLoop().schedule(this::look, heartbeatMillis, TimeUnit.MILLISECONDS);
    }
  }
}
