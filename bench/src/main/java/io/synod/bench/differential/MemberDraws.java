package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.synod.store.wire.AlarmRequest;
import io.synod.store.wire.AuthDisableRequest;
import io.synod.store.wire.AuthEnableRequest;
import io.synod.store.wire.AuthRoleGetRequest;
import io.synod.store.wire.AuthUserListRequest;
import io.synod.store.wire.AuthenticateRequest;
import io.synod.store.wire.DefragmentRequest;
import io.synod.store.wire.HashKVRequest;
import io.synod.store.wire.HashRequest;
import io.synod.store.wire.MemberAddRequest;
import io.synod.store.wire.MemberListRequest;
import io.synod.store.wire.MemberPromoteRequest;
import io.synod.store.wire.MemberRemoveRequest;
import io.synod.store.wire.MemberUpdateRequest;
import io.synod.store.wire.MoveLeaderRequest;
import io.synod.store.wire.StatusRequest;
import java.util.Random;

/** Random calls about the member and its cluster that change nothing, sensible and senseless. */
final class MemberDraws {
  private static final long NOBODY = 999;

  private final Random random;
  private final Draws draws;

  MemberDraws(Random random, Draws draws) {
    this.random = random;
    this.draws = draws;
  }

  Step next() {
    return switch (random.nextInt(16)) {
      case 0, 1 ->
          ask(
              Unary.MEMBER_LIST,
              MemberListRequest.newBuilder().setLinearizable(random.nextBoolean()).build());
      case 2, 3 -> ask(Unary.STATUS, StatusRequest.getDefaultInstance());
      case 4 -> ask(Unary.ALARM, AlarmRequest.getDefaultInstance());
      case 5 -> ask(Unary.HASH, HashRequest.getDefaultInstance());
      case 6, 7, 8 ->
          ask(Unary.HASH_KV, HashKVRequest.newBuilder().setRevision(revision()).build());
      case 9 -> ask(Unary.MEMBER_REMOVE, MemberRemoveRequest.newBuilder().setID(NOBODY).build());
      case 10 -> ask(Unary.MEMBER_PROMOTE, MemberPromoteRequest.newBuilder().setID(NOBODY).build());
      case 11 -> {
        var update = MemberUpdateRequest.newBuilder().setID(NOBODY).addPeerURLs("http://a:1");
        yield ask(Unary.MEMBER_UPDATE, update.build());
      }
      case 12 -> {
        String[] urls = {"", "a:1", "http://a", "ftp://a:1", "http://a:1/b", "://"};
        var add = MemberAddRequest.newBuilder().addPeerURLs(urls[random.nextInt(urls.length)]);
        yield ask(Unary.MEMBER_ADD, add.build());
      }
      case 13 -> ask(Unary.MOVE_LEADER, MoveLeaderRequest.newBuilder().setTargetID(NOBODY).build());
      case 14 -> auth();
      default ->
          draws.oneIn(4)
              ? ask(Unary.DEFRAGMENT, DefragmentRequest.getDefaultInstance())
              : ask(Unary.STATUS, StatusRequest.getDefaultInstance());
    };
  }

  /** Whether etcd has the compacted revision itself is a matter of time. */
  private long revision() {
    return draws.oneIn(2) ? Relative.revision(-random.nextInt(20)) : draws.revision();
  }

  private Step auth() {
    return switch (random.nextInt(5)) {
      case 0 -> ask(Unary.AUTH_ENABLE, AuthEnableRequest.getDefaultInstance());
      case 1 -> ask(Unary.AUTH_DISABLE, AuthDisableRequest.getDefaultInstance());
      case 2 -> ask(Unary.AUTHENTICATE, AuthenticateRequest.newBuilder().setName("root").build());
      case 3 -> ask(Unary.USER_LIST, AuthUserListRequest.getDefaultInstance());
      default -> ask(Unary.ROLE_GET, AuthRoleGetRequest.newBuilder().setRole("root").build());
    };
  }

  private static Step ask(Unary method, Message message) {
    return new Step.Ask(method, message);
  }
}
