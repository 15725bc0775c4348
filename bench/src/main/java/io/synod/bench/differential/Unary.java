package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.synod.server.wire.AuthGrpc;
import io.synod.server.wire.CampaignRequest;
import io.synod.server.wire.ClusterGrpc;
import io.synod.server.wire.ElectionGrpc;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.LeaderRequest;
import io.synod.server.wire.LeaseGrpc;
import io.synod.server.wire.LockGrpc;
import io.synod.server.wire.LockRequest;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.server.wire.ProclaimRequest;
import io.synod.server.wire.ResignRequest;
import io.synod.server.wire.UnlockRequest;
import io.synod.store.wire.AlarmRequest;
import io.synod.store.wire.AuthDisableRequest;
import io.synod.store.wire.AuthEnableRequest;
import io.synod.store.wire.AuthRoleAddRequest;
import io.synod.store.wire.AuthRoleGetRequest;
import io.synod.store.wire.AuthRoleListRequest;
import io.synod.store.wire.AuthUserAddRequest;
import io.synod.store.wire.AuthUserGetRequest;
import io.synod.store.wire.AuthUserListRequest;
import io.synod.store.wire.AuthenticateRequest;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DefragmentRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.DowngradeRequest;
import io.synod.store.wire.HashKVRequest;
import io.synod.store.wire.HashRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseKeepAliveRequest;
import io.synod.store.wire.LeaseLeasesRequest;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTimeToLiveRequest;
import io.synod.store.wire.MemberAddRequest;
import io.synod.store.wire.MemberListRequest;
import io.synod.store.wire.MemberPromoteRequest;
import io.synod.store.wire.MemberRemoveRequest;
import io.synod.store.wire.MemberUpdateRequest;
import io.synod.store.wire.MoveLeaderRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.SnapshotRequest;
import io.synod.store.wire.StatusRequest;
import io.synod.store.wire.TxnRequest;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The methods with one answer to one request. */
@SuppressWarnings("ImmutableEnumChecker") // what gRPC generates is not declared so, but it is
enum Unary {
  RANGE(KVGrpc.getRangeMethod(), RangeRequest.getDefaultInstance(), "kv/range"),
  PUT(KVGrpc.getPutMethod(), PutRequest.getDefaultInstance(), "kv/put"),
  DELETE_RANGE(
      KVGrpc.getDeleteRangeMethod(), DeleteRangeRequest.getDefaultInstance(), "kv/deleterange"),
  TXN(KVGrpc.getTxnMethod(), TxnRequest.getDefaultInstance(), "kv/txn"),
  COMPACT(KVGrpc.getCompactMethod(), CompactionRequest.getDefaultInstance(), "kv/compaction"),
  LEASE_GRANT(
      LeaseGrpc.getLeaseGrantMethod(), LeaseGrantRequest.getDefaultInstance(), "lease/grant"),
  LEASE_REVOKE(
      LeaseGrpc.getLeaseRevokeMethod(), LeaseRevokeRequest.getDefaultInstance(), "kv/lease/revoke"),
  LEASE_KEEP_ALIVE(
      LeaseGrpc.getLeaseKeepAliveMethod(),
      LeaseKeepAliveRequest.getDefaultInstance(),
      "lease/keepalive"),
  LEASE_TIME_TO_LIVE(
      LeaseGrpc.getLeaseTimeToLiveMethod(),
      LeaseTimeToLiveRequest.getDefaultInstance(),
      "kv/lease/timetolive"),
  LEASE_LEASES(
      LeaseGrpc.getLeaseLeasesMethod(), LeaseLeasesRequest.getDefaultInstance(), "lease/leases"),
  LOCK(LockGrpc.getLockMethod(), LockRequest.getDefaultInstance(), "lock/lock"),
  UNLOCK(LockGrpc.getUnlockMethod(), UnlockRequest.getDefaultInstance(), "lock/unlock"),
  CAMPAIGN(
      ElectionGrpc.getCampaignMethod(), CampaignRequest.getDefaultInstance(), "election/campaign"),
  PROCLAIM(
      ElectionGrpc.getProclaimMethod(), ProclaimRequest.getDefaultInstance(), "election/proclaim"),
  LEADER(ElectionGrpc.getLeaderMethod(), LeaderRequest.getDefaultInstance(), "election/leader"),
  RESIGN(ElectionGrpc.getResignMethod(), ResignRequest.getDefaultInstance(), "election/resign"),
  MEMBER_LIST(
      ClusterGrpc.getMemberListMethod(),
      MemberListRequest.getDefaultInstance(),
      "cluster/member/list"),
  MEMBER_ADD(
      ClusterGrpc.getMemberAddMethod(),
      MemberAddRequest.getDefaultInstance(),
      "cluster/member/add"),
  MEMBER_REMOVE(
      ClusterGrpc.getMemberRemoveMethod(),
      MemberRemoveRequest.getDefaultInstance(),
      "cluster/member/remove"),
  MEMBER_UPDATE(
      ClusterGrpc.getMemberUpdateMethod(),
      MemberUpdateRequest.getDefaultInstance(),
      "cluster/member/update"),
  MEMBER_PROMOTE(
      ClusterGrpc.getMemberPromoteMethod(),
      MemberPromoteRequest.getDefaultInstance(),
      "cluster/member/promote"),
  STATUS(
      MaintenanceGrpc.getStatusMethod(), StatusRequest.getDefaultInstance(), "maintenance/status"),
  ALARM(MaintenanceGrpc.getAlarmMethod(), AlarmRequest.getDefaultInstance(), "maintenance/alarm"),
  DEFRAGMENT(
      MaintenanceGrpc.getDefragmentMethod(),
      DefragmentRequest.getDefaultInstance(),
      "maintenance/defragment"),
  HASH(MaintenanceGrpc.getHashMethod(), HashRequest.getDefaultInstance(), "maintenance/hash"),
  HASH_KV(MaintenanceGrpc.getHashKVMethod(), HashKVRequest.getDefaultInstance(), ""),
  SNAPSHOT(MaintenanceGrpc.getSnapshotMethod(), SnapshotRequest.getDefaultInstance(), ""),
  MOVE_LEADER(
      MaintenanceGrpc.getMoveLeaderMethod(),
      MoveLeaderRequest.getDefaultInstance(),
      "maintenance/transfer-leadership"),
  DOWNGRADE(MaintenanceGrpc.getDowngradeMethod(), DowngradeRequest.getDefaultInstance(), ""),
  AUTH_ENABLE(
      AuthGrpc.getAuthEnableMethod(), AuthEnableRequest.getDefaultInstance(), "auth/enable"),
  AUTH_DISABLE(
      AuthGrpc.getAuthDisableMethod(), AuthDisableRequest.getDefaultInstance(), "auth/disable"),
  AUTHENTICATE(
      AuthGrpc.getAuthenticateMethod(),
      AuthenticateRequest.getDefaultInstance(),
      "auth/authenticate"),
  USER_ADD(AuthGrpc.getUserAddMethod(), AuthUserAddRequest.getDefaultInstance(), "auth/user/add"),
  USER_GET(AuthGrpc.getUserGetMethod(), AuthUserGetRequest.getDefaultInstance(), "auth/user/get"),
  USER_LIST(
      AuthGrpc.getUserListMethod(), AuthUserListRequest.getDefaultInstance(), "auth/user/list"),
  ROLE_ADD(AuthGrpc.getRoleAddMethod(), AuthRoleAddRequest.getDefaultInstance(), "auth/role/add"),
  ROLE_GET(AuthGrpc.getRoleGetMethod(), AuthRoleGetRequest.getDefaultInstance(), "auth/role/get"),
  ROLE_LIST(
      AuthGrpc.getRoleListMethod(), AuthRoleListRequest.getDefaultInstance(), "auth/role/list");

  private final MethodDescriptor<?, ?> method;
  private final Message like;
  private final String path;

  Unary(MethodDescriptor<?, ?> method, Message like, String path) {
    this.method = method;
    this.like = like;
    this.path = path;
  }

  /** Where etcd 3.4 serves it as JSON, below a prefix; empty if it does not. */
  String path() {
    return path;
  }

  /** An empty answer. */
  Message answer() {
    if (method.getResponseMarshaller() instanceof MethodDescriptor.PrototypeMarshaller<?> typed
        && typed.getMessagePrototype() instanceof Message message) {
      return message;
    }
    throw new IllegalStateException("A method's messages are not protobuf's.");
  }

  /** A request of this method. */
  Message like() {
    return like;
  }

  /** Asks a server; the future is always completed with an answer. */
  @SuppressWarnings("unchecked")
  CompletableFuture<Answer> ask(Channel channel, Message request) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    var call = channel.newCall((MethodDescriptor<Message, Message>) method, CallOptions.DEFAULT);
    Answers answers = new Answers(answer);
    if (method.getType() == MethodDescriptor.MethodType.UNARY) {
      ClientCalls.asyncUnaryCall(call, request, answers);
    } else if (method.getType() == MethodDescriptor.MethodType.SERVER_STREAMING) {
      ClientCalls.asyncServerStreamingCall(call, request, answers);
    } else {
      var requests = ClientCalls.asyncBidiStreamingCall(call, answers);
      requests.onNext(request);
      requests.onCompleted();
    }
    return answer;
  }

  /** Takes the first answer. */
  private static final class Answers implements StreamObserver<Message> {
    private final CompletableFuture<Answer> answer;
    private @Nullable Message first;

    Answers(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(Message message) {
      if (first == null) {
        first = message;
      }
    }

    @Override
    public void onError(Throwable failure) {
      answer.complete(Answer.Failed.of(Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
      answer.complete(
          first == null ? new Answer.Failed(Status.Code.OK, "no message") : new Answer.Done(first));
    }
  }
}
