package io.synod.core.election;

import io.synod.core.MemberId;
import io.synod.core.Message.Heartbeat;
import io.synod.core.Quorums;
import io.synod.core.Settings;
import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a member has heard of the others, and when. */
final class Peers {

  /**
   * The last that was heard of a member.
   *
   * @param heartbeat its last heartbeat
   * @param at when anything of it arrived last
   * @param silentFrom when the connection to it broke, if nothing has arrived since; otherwise
   *     never
   */
  private record Heard(Heartbeat heartbeat, long at, long silentFrom) {}

  private static final long NEVER = Long.MAX_VALUE;

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
      heard.put(from, new Heard(heartbeat, now, NEVER));
    }
  }

  /** Any message shows that its sender lives. */
  void message(MemberId from, long now) {
    heard.computeIfPresent(from, (member, last) -> new Heard(last.heartbeat(), now, NEVER));
  }

  void disconnected(MemberId member, long now) {
    heard.computeIfPresent(
        member,
        (id, last) -> new Heard(last.heartbeat(), last.at(), Math.min(last.silentFrom(), now)));
  }

  boolean isAlive(MemberId member, long now) {
    Heard last = heard.get(member);
    return last != null
        && now - last.at() <= settings.electionMillis()
        && (last.silentFrom() == NEVER || now - last.silentFrom() < settings.heartbeatMillis());
  }

  SortedSet<MemberId> alive(long now) {
    SortedSet<MemberId> alive = new TreeSet<>();
    for (MemberId member : heard.keySet()) {
      if (isAlive(member, now)) {
        alive.add(member);
      }
    }
    return alive;
  }

  Heartbeat last(MemberId member) {
    Heard last = heard.get(member);
    if (last == null) {
      throw new IllegalStateException("Nothing was heard of " + member + ".");
    }
    return last.heartbeat();
  }

  /** Whether each of the two hears the other. */
  boolean isConnected(MemberId member, long now) {
    return isAlive(member, now) && last(member).heard().contains(self);
  }

  boolean isQuorumConnected(long now) {
    Collection<MemberId> connected = new TreeSet<>();
    connected.add(self);
    for (MemberId member : heard.keySet()) {
      if (isConnected(member, now)) {
        connected.add(member);
      }
    }
    return quorums.isQuorum(connected);
  }
}
