package io.synod.core.election;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Message.Heartbeat;
import io.synod.core.Outbox;
import io.synod.core.Quorums;
import io.synod.core.Settings;
import java.util.List;
import java.util.Optional;

/**
 * Decides when this member takes over, and when it steps down. Safety never depends on it.
 *
 * <p>A member is quorum-connected if it hears a quorum that hears it. A leader stands while anybody
 * whom this member hears says that it leads and is quorum-connected: itself, or a member that hears
 * it, is heard by it, and vouches for it. So a member with one bad link does not depose a leader
 * that others follow, and any one member that reaches a quorum is enough to go on.
 */
public final class Election {

  /** What the member should do. */
  public enum Advice {
    /** Go on. */
    NONE,
    /** Nobody leads, and this member reaches a quorum: run phase 1 under a newer ballot. */
    TAKE_OVER,
    /**
     * This member leads, or tries to, without reaching a quorum or getting one to promise: give up.
     */
    STEP_DOWN
  }

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final MemberId self;
  private final Quorums quorums;
  private final Settings settings;
  private final Outbox out;
  private final Peers peers;

  /** The newest ballot that anybody spoke of. */
  private Ballot newest;

  private long now;
  private long beatAt = NEVER;

  /**
   * When this member takes over, unless a leader shows up before; {@link #NEVER} while there is
   * one.
   */
  private long takeOverAt = NEVER;

  /** When this member, leading, last reached a quorum; or when it began to lead or to try. */
  private long reachedAt;

  /** Begins with the promise that the journal remembers. */
  public Election(
      MemberId self, Quorums quorums, Settings settings, Outbox out, Ballot promised, long now) {
    this.self = self;
    this.quorums = quorums;
    this.settings = settings;
    this.out = out;
    this.peers = new Peers(self, quorums, settings);
    this.newest = promised;
    this.now = now;
  }

  /** The newest ballot that this member has heard of. */
  public Ballot newest() {
    return newest;
  }

  /** Somebody speaks of a ballot. */
  public void saw(Ballot ballot) {
    if (ballot.isNewerThan(newest)) {
      newest = ballot;
    }
  }

  /** A message arrived that is no heartbeat. */
  public void onMessage(MemberId from) {
    peers.message(from, now);
  }

  /** A heartbeat arrived. */
  public void onHeartbeat(MemberId from, Heartbeat heartbeat, boolean leading, long chosen) {
    boolean isNews = !peers.isAlive(from, now);
    peers.heartbeat(from, heartbeat, now);
    saw(heartbeat.ballot());
    if (isNews) {
      out.send(from, beat(leading, chosen));
    }
  }

  /** A prepare was promised: as good as a heartbeat that says "I lead", and earlier. */
  public void onCandidate(MemberId from, Ballot ballot) {
    saw(ballot);
    if (peers.isAlive(from, now)) {
      Heartbeat last = peers.last(from);
      peers.heartbeat(
          from, new Heartbeat(ballot, true, true, last.heard(), false, last.chosen()), now);
    }
  }

  /** A connection broke. */
  public void onDisconnected(MemberId member) {
    peers.disconnected(member, now);
  }

  /** This member begins to lead, or to try. */
  public void began(Ballot ballot) {
    saw(ballot);
    reachedAt = now;
    takeOverAt = NEVER;
    beatAt = NEVER;
  }

  /** Whether this member hears a quorum that hears it. */
  public boolean isQuorumConnected() {
    return peers.isQuorumConnected(now);
  }

  /** What is known of the others, in order of their ids; nothing of those never heard. */
  public List<Neighbour> neighbours() {
    return peers.neighbours(now);
  }

  /** Whether messages pass between this member and another, both ways. */
  public boolean isConnected(MemberId member) {
    return peers.isConnected(member, now);
  }

  /**
   * The ballot of the leader that this member should follow, if there is one. Not this member's
   * own.
   */
  public Optional<Ballot> leader() {
    boolean stands = peers.isClaimed(newest, now) || peers.isVouchedFor(newest, now);
    return stands && !newest.member().equals(self) ? Optional.of(newest) : Optional.empty();
  }

  /**
   * Whom to give what is meant for a leader: the leader itself; or, if the two do not hear each
   * other, a member that is connected with both. Any two quorums share a member, so if this member
   * and the leader each reach a quorum, there is one. The leader itself again if not.
   */
  public MemberId towards(Ballot leader) {
    return isConnected(leader.member()) ? leader.member() : voucher(leader).orElse(leader.member());
  }

  /** The member that relays to the leader that this member follows; empty if none is needed. */
  public Optional<MemberId> relay() {
    return leader().filter(ballot -> !isConnected(ballot.member())).flatMap(this::voucher);
  }

  private Optional<MemberId> voucher(Ballot ballot) {
    return peers.voucher(ballot, now);
  }

  /** A connected member that knows more of the log than this one does, the leader first. */
  public Optional<MemberId> betterInformed(long chosen) {
    Optional<MemberId> best = Optional.empty();
    for (MemberId member : peers.alive(now)) {
      if (peers.isConnected(member, now) && peers.last(member).chosen() > chosen) {
        if (best.isEmpty() || member.equals(newest.member())) {
          best = Optional.of(member);
        }
      }
    }
    return best;
  }

  /**
   * Time has passed.
   *
   * @param leading this member leads, or tries to
   * @param established it leads
   */
  public Advice onTick(long time, long random, boolean leading, boolean established, long chosen) {
    now = time;
    if (now - beatAt >= settings.heartbeatMillis()) {
      beatAt = now;
      Heartbeat heartbeat = beat(leading, chosen);
      for (MemberId member : quorums.members()) {
        if (!member.equals(self)) {
          out.send(member, heartbeat);
        }
      }
    }
    boolean connected = peers.isQuorumConnected(now);
    if (leading) {
      takeOverAt = NEVER;
      if (connected && established) {
        reachedAt = now;
      }
      return now - reachedAt > settings.electionMillis() ? Advice.STEP_DOWN : Advice.NONE;
    }
    if (!connected || leader().isPresent()) {
      takeOverAt = NEVER;
      return Advice.NONE;
    }
    if (takeOverAt == NEVER) {
      takeOverAt = now + patience(random, chosen);
    }
    return now >= takeOverAt ? Advice.TAKE_OVER : Advice.NONE;
  }

  /**
   * Up to two heartbeats at random, so that two members seldom take over at once; more for one that
   * is behind.
   */
  private long patience(long random, long chosen) {
    long jitter = Math.floorMod(random, 2L * settings.heartbeatMillis());
    return betterInformed(chosen).isPresent() ? jitter + 2L * settings.heartbeatMillis() : jitter;
  }

  private Heartbeat beat(boolean leading, long chosen) {
    boolean vouches =
        !leading && peers.isClaimed(newest, now) && peers.isConnected(newest.member(), now);
    return new Message.Heartbeat(
        newest, leading, peers.isQuorumConnected(now), peers.alive(now), vouches, chosen);
  }
}
