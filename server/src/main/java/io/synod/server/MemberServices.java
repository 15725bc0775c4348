package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.node.member.MemberStatus;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.server.wire.HealthCheckResponse;
import io.synod.server.wire.HealthCheckResponse.ServingStatus;
import io.synod.store.wire.AlarmMember;
import io.synod.store.wire.AlarmRequest;
import io.synod.store.wire.AlarmResponse;
import io.synod.store.wire.AlarmType;
import io.synod.store.wire.Member;
import io.synod.store.wire.MemberListRequest;
import io.synod.store.wire.MemberListResponse;
import io.synod.store.wire.StatusResponse;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What etcd's Cluster and Maintenance services and gRPC's health service tell about members. */
final class MemberServices {

  /** The level of etcd's API that is served, where clients ask for etcd's version. */
  static final String ETCD_VERSION = "3.5.0";

  private final Backend backend;

  MemberServices(Backend backend) {
    this.backend = backend;
  }

  void memberList(Call call, byte[] message) throws InvalidProtocolBufferException {
    if (MemberListRequest.parseFrom(message).getLinearizable()) {
      backend.engine().read(call.eventLoop(), new Pending<>(call, _ -> call.answer(members())));
    } else {
      call.answer(members());
    }
  }

  /** As in etcd, a member that has not told its name and client URLs yet has none. */
  private MemberListResponse members() {
    Map<Long, Member> told =
        backend.store().members().stream()
            .collect(Collectors.toMap(Member::getID, Function.identity()));
    MemberListResponse.Builder response =
        MemberListResponse.newBuilder().setHeader(backend.header());
    for (Roster.Entry entry : backend.roster().members()) {
      long id = entry.id().value();
      response.addMembers(
          told.getOrDefault(id, Member.getDefaultInstance()).toBuilder()
              .setID(id)
              .addPeerURLs(entry.peer().toString()));
    }
    return response.build();
  }

  /** The request says nothing that would matter. */
  void status(Call call, byte[] message) {
    MemberStatus status = backend.engine().status();
    StatusResponse.Builder response =
        StatusResponse.newBuilder()
            .setHeader(backend.header())
            .setVersion(ETCD_VERSION)
            .setDbSize(backend.store().sizeBytes())
            .setDbSizeInUse(backend.store().sizeInUse())
            .setDbSizeQuota(backend.quota().limit())
            .setRaftIndex(status.chosen())
            .setRaftAppliedIndex(status.applied())
            .setRaftTerm(status.ballot().round());
    status
        .leader()
        .ifPresentOrElse(
            leader -> response.setLeader(leader.value()),
            () -> response.addErrors(GrpcStatus.NO_LEADER.text()));
    if (hasNoSpace(status)) {
      response.addErrors(
          "memberID:" + Long.toUnsignedString(status.id().value()) + " alarm:NOSPACE ");
    }
    call.answer(response.build());
  }

  /**
   * Alarms are worked out, not kept: this member's lack of space, for as long as it lasts. So there
   * is never one to lift.
   */
  void alarm(Call call, byte[] message) throws InvalidProtocolBufferException {
    AlarmRequest request = AlarmRequest.parseFrom(message);
    AlarmResponse.Builder response = AlarmResponse.newBuilder().setHeader(backend.header());
    if (request.getAction() == AlarmRequest.AlarmAction.DEACTIVATE) {
      call.answer(response.build());
      return;
    }
    if (request.getAction() != AlarmRequest.AlarmAction.GET) {
      call.fail(
          new GrpcStatus(
              Code.UNIMPLEMENTED,
              "Synod raises and lifts its alarms by itself; none can be raised by a client."));
      return;
    }
    MemberStatus status = backend.engine().status();
    if (hasNoSpace(status)) {
      response.addAlarms(
          AlarmMember.newBuilder().setMemberID(status.id().value()).setAlarm(AlarmType.NOSPACE));
    }
    call.answer(response.build());
  }

  private boolean hasNoSpace(MemberStatus status) {
    return status.noSpace() || backend.quota().isExhausted();
  }

  /** One answer for all services: they work together or not at all. */
  void health(Call call, byte[] message) {
    boolean serving = backend.engine().status().leader().isPresent();
    call.answer(
        HealthCheckResponse.newBuilder()
            .setStatus(serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING)
            .build());
  }
}
