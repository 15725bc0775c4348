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
import io.synod.store.wire.DowngradeInfo;
import io.synod.store.wire.DowngradeRequest;
import io.synod.store.wire.DowngradeRequest.DowngradeAction;
import io.synod.store.wire.StatusResponse;
import java.util.regex.Pattern;

/**
 * What etcd's Maintenance service and gRPC's health service tell about this member, and what only
 * etcd can do.
 */
final class MaintenanceService {

  /** The level of etcd's API that is served, where clients ask for etcd's version. */
  static final String ETCD_VERSION = "3.5.0";

  private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+(\\.[0-9]+)?");
  private static final GrpcStatus NO_VERSION =
      new GrpcStatus(Code.INVALID_ARGUMENT, "etcdserver: wrong downgrade target version format");
  private static final GrpcStatus BAD_DOWNGRADE =
      new GrpcStatus(Code.INVALID_ARGUMENT, "etcdserver: invalid downgrade target version");
  private static final GrpcStatus NO_DOWNGRADE =
      new GrpcStatus(Code.FAILED_PRECONDITION, "etcdserver: no inflight downgrade job");
  private static final GrpcStatus NO_SNAPSHOT =
      new GrpcStatus(
          Code.UNIMPLEMENTED,
          "Synod has no database of etcd's format to send; copy the data directory of a member that"
              + " is stopped, or the keys with `etcdctl make-mirror`.");

  private final Backend backend;

  MaintenanceService(Backend backend) {
    this.backend = backend;
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
            .setDowngradeInfo(DowngradeInfo.getDefaultInstance())
            .setRaftIndex(Math.max(status.chosen(), status.applied()))
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
    boolean asked = request.getAlarm() == AlarmType.NONE || request.getAlarm() == AlarmType.NOSPACE;
    if (asked && hasNoSpace(status)) {
      response.addAlarms(
          AlarmMember.newBuilder().setMemberID(status.id().value()).setAlarm(AlarmType.NOSPACE));
    }
    call.answer(response.build());
  }

  private boolean hasNoSpace(MemberStatus status) {
    return status.noSpace() || backend.quota().isExhausted();
  }

  /**
   * There is no older version to go back to, and no newer one has been there. As in etcd, it is
   * looked at the version before anything else.
   */
  void downgrade(Call call, byte[] message) throws InvalidProtocolBufferException {
    DowngradeRequest request = DowngradeRequest.parseFrom(message);
    if (request.getAction() == DowngradeAction.CANCEL) {
      call.fail(NO_DOWNGRADE);
    } else {
      boolean version = VERSION.matcher(request.getVersion()).matches();
      call.fail(version ? BAD_DOWNGRADE : NO_VERSION);
    }
  }

  /** etcd sends its database, a file of its own format. */
  void snapshot(Call call, byte[] message) {
    call.fail(NO_SNAPSHOT);
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
