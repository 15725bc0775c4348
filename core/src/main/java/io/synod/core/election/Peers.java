package io.synod.core.election;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message.Heartbeat;
import io.synod.core.Quorums;
import io.synod.core.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a member has heard of the others, and when. */
final class Peers {

  private static final long NEVER = Long.MAX_VALUE;

  /** The last that was heard of a member, from its first heartbeat on. */
  private static final class Heard {

    private final MemberId member;
    private Heartbeat heartbeat;

    /** Whether the last heartbeat says that its sender hears this member. */
    private boolean hearsThis;

    /** When anything of it arrived last. */
    private long at;

    /** When the connection to it broke, if nothing has arrived since. */
    private long silentFrom = NEVER;

    Heard(MemberId member, Heartbeat heartbeat) {
      this.member = member;
      this.heartbeat = heartbeat;
    }

    void arrived(long now) {
      at = now;
      silentFrom = NEVER;
    }
  }

  private final MemberId self;
  private final Quorums quorums;
  private final Settings settings;

  /** In order of their ids: few, and asked at each step. */
  private final List<Heard> heard = new ArrayList<>();

  /** Who was alive when somebody asked last; nobody changes it. */
  private SortedSet<MemberId> alive = new TreeSet<>();

  Peers(MemberId self, Quorums quorums, Settings settings) {
    this.self = self;
    this.quorums = quorums;
    this.settings = settings;
  }

  void heartbeat(MemberId from, Heartbeat heartbeat, long now) {
    Heard peer = heard(from);
    if (peer == null && quorums.members().contains(from)) {
      peer = new Heard(from, heartbeat);
      insert(peer);
    }
    if (peer != null) {
      peer.heartbeat = heartbeat;
      peer.hearsThis = heartbeat.heard().contains(self);
      peer.arrived(now);
    }
  }

  private void insert(Heard peer) {
    int place = 0;
    while (place < heard.size() && heard.get(place).member.compareTo(peer.member) < 0) {
      place++;
    }
    heard.add(place, peer);
  }

  private @Nullable Heard heard(MemberId member) {
    for (int i = 0; i < heard.size(); i++) {
      if (heard.get(i).member.equals(member)) {
        return heard.get(i);
      }
    }
    return null;
  }

  /** Any message shows that its sender lives. */
  void message(MemberId from, long now) {
    Heard peer = heard(from);
    if (peer != null) {
      peer.arrived(now);
    }
  }

  void disconnected(MemberId member, long now) {
    Heard peer = heard(member);
    if (peer != null) {
      peer.silentFrom = Math.min(peer.silentFrom, now);
    }
  }

  boolean isAlive(MemberId member, long now) {
    Heard peer = heard(member);
    return peer != null && isAlive(peer, now);
  }

  private boolean isAlive(Heard peer, long now) {
    return now - peer.at <= settings.electionMillis()
        && (peer.silentFrom == NEVER || now - peer.silentFrom < settings.heartbeatMillis());
  }

  /** The members that are heard; the same object as long as they are the same. */
  SortedSet<MemberId> alive(long now) {
    int count = 0;
    boolean isSame = true;
    for (Heard peer : heard) {
      if (isAlive(peer, now)) {
        count++;
        isSame &= alive.contains(peer.member);
      }
    }
    if (!isSame || count != alive.size()) {
      SortedSet<MemberId> changed = new TreeSet<>();
      for (Heard peer : heard) {
        if (isAlive(peer, now)) {
          changed.add(peer.member);
        }
      }
      alive = changed;
    }
    return alive;
  }

  Heartbeat last(MemberId member) {
    Heard peer = heard(member);
    if (peer == null) {
      throw new IllegalStateException("Nothing was heard of " + member + ".");
    }
    return peer.heartbeat;
  }

  /**
   * Whether the ballot's own member is heard, and says that it leads under it and reaches a quorum.
   */
  boolean isClaimed(Ballot ballot, long now) {
    Heard peer = heard(ballot.member());
    return peer != null
        && isAlive(peer, now)
        && peer.heartbeat.ballot().equals(ballot)
        && peer.heartbeat.leading()
        && peer.heartbeat.quorumConnected();
  }

  /** Whether anybody who is heard vouches for the leader of this ballot. */
  boolean isVouchedFor(Ballot ballot, long now) {
    for (Heard peer : heard) {
      if (isAlive(peer, now)
          && peer.heartbeat.vouches()
          && peer.heartbeat.ballot().equals(ballot)) {
        return true;
      }
    }
    return false;
  }

  /** A connected member that vouches for the leader of this ballot. */
  Optional<MemberId> voucher(Ballot ballot, long now) {
    for (Heard peer : heard) {
      Heartbeat last = peer.heartbeat;
      if (last.vouches() && last.ballot().equals(ballot) && isConnected(peer, now)) {
        return Optional.of(peer.member);
      }
    }
    return Optional.empty();
  }

  /** Whether each of the two hears the other. */
  boolean isConnected(MemberId member, long now) {
    Heard peer = heard(member);
    return peer != null && isConnected(peer, now);
  }

  private boolean isConnected(Heard peer, long now) {
    return peer.hearsThis && isAlive(peer, now);
  }

  /** All that have ever been heard, in order of their ids. */
  List<Neighbour> neighbours(long now) {
    List<Neighbour> all = new ArrayList<>();
    for (Heard peer : heard) {
      all.add(
          new Neighbour(
              peer.member, peer.heartbeat, peer.at, isAlive(peer, now), isConnected(peer, now)));
    }
    return all;
  }

  boolean isQuorumConnected(long now) {
    int connected = 1;
    for (int i = 0; i < heard.size(); i++) {
      if (isConnected(heard.get(i), now)) {
        connected++;
      }
    }
    return connected >= quorums.size();
  }
}
