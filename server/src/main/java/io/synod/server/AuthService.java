package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.wire.AuthDisableResponse;
import io.synod.store.wire.AuthRoleAddRequest;
import io.synod.store.wire.AuthRoleListResponse;
import io.synod.store.wire.AuthStatusResponse;
import io.synod.store.wire.AuthUserAddRequest;
import io.synod.store.wire.AuthUserListResponse;

/**
 * etcd's Auth service of a server that has no users and roles: it answers as etcd does while nobody
 * has made any, and says so to whoever wants to.
 */
final class AuthService {

  private static final GrpcStatus NO_ROOT = precondition("root user does not exist");
  private static final GrpcStatus NOT_ENABLED = precondition("authentication is not enabled");
  private static final GrpcStatus NO_USER = precondition("user name not found");
  private static final GrpcStatus NO_ROLE = precondition("role name not found");
  private static final GrpcStatus NAMELESS_USER =
      new GrpcStatus(Code.INVALID_ARGUMENT, "etcdserver: user name is empty");
  private static final GrpcStatus NAMELESS_ROLE =
      new GrpcStatus(Code.INVALID_ARGUMENT, "etcdserver: role name is empty");
  private static final GrpcStatus NONE_YET =
      new GrpcStatus(
          Code.UNIMPLEMENTED,
          "Synod has no users and roles yet; let nobody reach its ports who may not read and write"
              + " everything.");

  private final Backend backend;

  AuthService(Backend backend) {
    this.backend = backend;
  }

  private static GrpcStatus precondition(String text) {
    return new GrpcStatus(Code.FAILED_PRECONDITION, "etcdserver: " + text);
  }

  void enable(Call call, byte[] message) {
    call.fail(NO_ROOT);
  }

  void disable(Call call, byte[] message) {
    call.answer(AuthDisableResponse.newBuilder().setHeader(backend.header()).build());
  }

  void status(Call call, byte[] message) {
    call.answer(AuthStatusResponse.newBuilder().setHeader(backend.header()).build());
  }

  void authenticate(Call call, byte[] message) {
    call.fail(NOT_ENABLED);
  }

  void addUser(Call call, byte[] message) throws InvalidProtocolBufferException {
    boolean nameless = AuthUserAddRequest.parseFrom(message).getName().isEmpty();
    call.fail(nameless ? NAMELESS_USER : NONE_YET);
  }

  void addRole(Call call, byte[] message) throws InvalidProtocolBufferException {
    boolean nameless = AuthRoleAddRequest.parseFrom(message).getName().isEmpty();
    call.fail(nameless ? NAMELESS_ROLE : NONE_YET);
  }

  void listUsers(Call call, byte[] message) {
    call.answer(AuthUserListResponse.newBuilder().setHeader(backend.header()).build());
  }

  void listRoles(Call call, byte[] message) {
    call.answer(AuthRoleListResponse.newBuilder().setHeader(backend.header()).build());
  }

  /** Whatever is asked of a user: there is none. */
  void ofUser(Call call, byte[] message) {
    call.fail(NO_USER);
  }

  /** Whatever is asked of a role: there is none. */
  void ofRole(Call call, byte[] message) {
    call.fail(NO_ROLE);
  }
}
