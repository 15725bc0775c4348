package io.synod.node.member;

import io.synod.core.MemberId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Counts messages by the member at the other end. Core thread only. */
final class Tally {

  /** Few, and looked through for each message. */
  private final MemberId[] members;

  private final long[] sent;
  private final long[] received;

  Tally(MemberId self, Collection<MemberId> all) {
    members = all.stream().filter(member -> !member.equals(self)).sorted().toArray(MemberId[]::new);
    sent = new long[members.length];
    received = new long[members.length];
  }

  void sent(MemberId to) {
    add(sent, to, 1);
  }

  void received(MemberId from, int count) {
    add(received, from, count);
  }

  private void add(long[] counts, MemberId member, int count) {
    for (int i = 0; i < members.length; i++) {
      if (members[i].equals(member)) {
        counts[i] += count;
        return;
      }
    }
  }

  List<Traffic> traffic() {
    List<Traffic> all = new ArrayList<>();
    for (int i = 0; i < members.length; i++) {
      all.add(new Traffic(members[i], sent[i], received[i]));
    }
    return all;
  }
}
