package io.synod.core.election;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message.Heartbeat;
import io.synod.core.Quorums;
import io.synod.core.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a member has heard of the others, and when. */
final class Peers {

  private static final long NEVER = Long.MAX_VALUE;

  /** The last that was heard of a member. */
  private static final class Heard {

    private Heartbeat heartbeat;

    /** When anything of it arrived last. */
    private long at;

    /** When the connection to it broke, if nothing has arrived since. */
    private long silentFrom = NEVER;

    Heard(Heartbeat heartbeat) {
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
  private final SortedMap<MemberId, Heard> heard = new TreeMap<>();

  Peers(MemberId self, Quorums quorums, Settings settings) {
    this.self = self;
    this.quorums = quorums;
    this.settings = settings;
  }

  void heartbeat(MemberId from, Heartbeat heartbeat, long now) {
    if (quorums.members().contains(from)) {
      Heard peer = heard.computeIfAbsent(from, any -> new Heard(heartbeat));
      peer.heartbeat = heartbeat;
      peer.arrived(now);
    }
  }

  /** Any message shows that its sender lives. */
  void message(MemberId from, long now) {
    Heard peer = heard.get(from);
    if (peer != null) {
      peer.arrived(now);
    }
  }

  void disconnected(MemberId member, long now) {
    Heard peer = heard.get(member);
    if (peer != null) {
      peer.silentFrom = Math.min(peer.silentFrom, now);
    }
  }

  boolean isAlive(MemberId member, long now) {
    Heard peer = heard.get(member);
    return peer != null && isAlive(peer, now);
  }

  private boolean isAlive(Heard peer, long now) {
    return now - peer.at <= settings.electionMillis()
        && (peer.silentFrom == NEVER || now - peer.silentFrom < settings.heartbeatMillis());
  }

  SortedSet<MemberId> alive(long now) {
    SortedSet<MemberId> alive = new TreeSet<>();
    heard.forEach((member, peer) -> {
      if (isAlive(peer, now)) {
        alive.add(member);
      }
    });
    return alive;
  }

  Heartbeat last(MemberId member) {
    Heard peer = heard.get(member);
    if (peer == null) {
      throw new IllegalStateException("Nothing was heard of " + member + ".");
    }
    return peer.heartbeat;
  }

  /**
   * Whether the ballot's own member is heard, and says that it leads under it and reaches a quorum.
   */
  boolean isClaimed(Ballot ballot, long now) {
    Heard peer = heard.get(ballot.member());
    return peer != null
        && isAlive(peer, now)
        && peer.heartbeat.ballot().equals(ballot)
        && peer.heartbeat.leading()
        && peer.heartbeat.quorumConnected();
  }

  /** Whether anybody who is heard vouches for the leader of this ballot. */
  boolean isVouchedFor(Ballot ballot, long now) {
    for (Heard peer : heard.values()) {
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
    for (Map.Entry<MemberId, Heard> entry : heard.entrySet()) {
      Heartbeat last = entry.getValue().heartbeat;
      if (last.vouches() && last.ballot().equals(ballot) && isConnected(entry.getValue(), now)) {
        return Optional.of(entry.getKey());
      }
    }
    return Optional.empty();
  }

  /** Whether each of the two hears the other. */
  boolean isConnected(MemberId member, long now) {
    Heard peer = heard.get(member);
    return peer != null && isConnected(peer, now);
  }

  private boolean isConnected(Heard peer, long now) {
    return isAlive(peer, now) && peer.heartbeat.heard().contains(self);
  }

  boolean isQuorumConnected(long now) {
    Collection<MemberId> connected = new ArrayList<>();
    connected.add(self);
    heard.forEach((member, peer) -> {
      if (isConnected(peer, now)) {
        connected.add(member);
      }
    });
    return quorums.isQuorum(connected);
  }
}
