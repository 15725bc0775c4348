package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.synod.store.wire.AlarmResponse;
import io.synod.store.wire.HashKVResponse;
import io.synod.store.wire.HashResponse;
import io.synod.store.wire.Member;
import io.synod.store.wire.MemberListResponse;
import io.synod.store.wire.StatusResponse;

/** What is each member's own in what it tells about itself. */
final class Own {
  private Own() {}

  /** An answer with the same in place of whatever is a member's own, as far as that makes sense. */
  static Message cleared(Message answer) {
    return switch (answer) {
      case MemberListResponse list -> members(list);
      case StatusResponse status -> status(status);
      case HashResponse hash -> hash.toBuilder().clearHash().build();
      case HashKVResponse hash -> hash.toBuilder().clearHash().clearHashRevision().build();
      // 3.4 leaves the header out, later ones do not.
      case AlarmResponse alarm -> alarm.toBuilder().clearHeader().build();
      default -> answer;
    };
  }

  private static Message members(MemberListResponse list) {
    MemberListResponse.Builder cleared = list.toBuilder();
    for (Member.Builder member : cleared.getMembersBuilderList()) {
      member.setID(1);
      for (int i = 0; i < member.getPeerURLsCount(); i++) {
        member.setPeerURLs(i, portless(member.getPeerURLs(i)));
      }
      for (int i = 0; i < member.getClientURLsCount(); i++) {
        member.setClientURLs(i, portless(member.getClientURLs(i)));
      }
    }
    return cleared.build();
  }

  private static String portless(String url) {
    return url.substring(0, url.lastIndexOf(':'));
  }

  private static Message status(StatusResponse status) {
    return status.toBuilder()
        .setVersion("")
        .setDbSize(Math.min(1, status.getDbSize()))
        .setDbSizeInUse(Math.min(1, status.getDbSizeInUse()))
        .clearDbSizeQuota()
        .clearDowngradeInfo()
        .setLeader(status.getLeader() - status.getHeader().getMemberId())
        .setRaftTerm(status.getRaftTerm() - status.getHeader().getRaftTerm())
        .setRaftIndex(Math.min(1, status.getRaftIndex()))
        .setRaftAppliedIndex(Math.min(1, status.getRaftAppliedIndex()))
        .build();
  }
}
