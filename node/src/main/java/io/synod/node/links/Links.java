package io.synod.node.links;

import io.synod.core.MemberId;
import io.synod.node.peers.Network;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The links between members of one JVM, each of which can be cut, slowed down and joined again, and
 * the members, each of which can be paused. All members whose networks were opened {@link #over}
 * the same links obey them. Any thread may call any method; what is said holds for messages that
 * arrive from then on.
 *
 * <p>A cut link swallows messages, as a broken wire does: nobody is told.
 */
public final class Links {

  private record Way(MemberId from, MemberId to) {}

  private final Set<Way> cut = ConcurrentHashMap.newKeySet();
  private final Set<MemberId> unplugged = ConcurrentHashMap.newKeySet();
  private final Map<Way, Integer> delays = new ConcurrentHashMap<>();
  private final Set<MemberId> paused = ConcurrentHashMap.newKeySet();
  private final Map<MemberId, HurtNetwork> networks = new ConcurrentHashMap<>();

  /** Links that are all whole. */
  public Links() {}

  /** Networks that obey these links. */
  public Network.Opener over(Network.Opener inner) {
    return (identity, listener, name, deadMillis) ->
        HurtNetwork.open(this, inner, identity, listener, name, deadMillis);
  }

  /** Cuts one direction of a link: nothing that {@code from} sends reaches {@code to}. */
  public void cut(MemberId from, MemberId to) {
    cut.add(new Way(from, to));
  }

  /** Joins one direction of a link again. */
  public void join(MemberId from, MemberId to) {
    cut.remove(new Way(from, to));
  }

  /**
   * Cuts every link between members of different sides, in both directions, and joins all others. A
   * member that is on no side is cut off from those that are.
   */
  public void partition(List<? extends Collection<MemberId>> sides, Collection<MemberId> members) {
    for (MemberId from : members) {
      for (MemberId to : members) {
        if (from.equals(to) || side(sides, from).equals(side(sides, to))) {
          join(from, to);
        } else {
          cut(from, to);
        }
      }
    }
  }

  private static Optional<Collection<MemberId>> side(
      List<? extends Collection<MemberId>> sides, MemberId member) {
    return sides.stream()
        .filter(side -> side.contains(member))
        .findFirst()
        .map(side -> (Collection<MemberId>) side);
  }

  /**
   * Cuts a member off from all others, whatever is cut besides.
   *
   * @return whether it was not unplugged before
   */
  public boolean unplug(MemberId member) {
    return unplugged.add(member);
  }

  /** Undoes {@link #unplug}; links that were cut one by one stay so. */
  public void plug(MemberId member) {
    unplugged.remove(member);
  }

  /** Delays what one member sends to another; 0 for not at all. Messages stay in their order. */
  public void delay(MemberId from, MemberId to, int millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("A delay is at least 0 ms, not " + millis + ".");
    }
    if (millis == 0) {
      delays.remove(new Way(from, to));
    } else {
      delays.put(new Way(from, to), millis);
    }
  }

  /** Joins all links, and delays nothing any more. Paused members stay paused. */
  public void heal() {
    cut.clear();
    unplugged.clear();
    delays.clear();
  }

  /**
   * Stops a member's protocol where it is, as if its process had been stopped: it sends nothing,
   * answers nothing that needs the others, and finds what has come meanwhile when it goes on. It
   * has to be resumed before it can be closed.
   */
  public void pause(MemberId member) {
    paused.add(member);
  }

  /** Lets a paused member go on. */
  public void resume(MemberId member) {
    paused.remove(member);
    HurtNetwork network = networks.get(member);
    if (network != null) {
      network.resumed();
    }
  }

  /** Whether nothing that {@code from} sends reaches {@code to}. */
  public boolean isCut(MemberId from, MemberId to) {
    return cut.contains(new Way(from, to)) || unplugged.contains(from) || unplugged.contains(to);
  }

  int delay(MemberId from, MemberId to) {
    return delays.getOrDefault(new Way(from, to), 0);
  }

  boolean isPaused(MemberId member) {
    return paused.contains(member);
  }

  void opened(MemberId member, HurtNetwork network) {
    networks.put(member, network);
  }

  void closed(MemberId member, HurtNetwork network) {
    networks.remove(member, network);
  }
}
