package io.synod.node;

import io.synod.core.MemberId;
import io.synod.node.links.Links;
import io.synod.node.links.MemoryNetwork;
import java.time.Duration;
import java.util.Collection;

/**
 * The network of one cluster whose members are all in this JVM: messages go from thread to thread,
 * links can be cut, slowed down and joined, and members paused. For tests and demonstrations; any
 * thread may call any method.
 *
 * <p>A cut link swallows messages as a broken wire does, and tells nobody.
 */
public final class LocalNetwork {

  private final Links links = new Links();
  private final Transport transport =
      new Transport(links.over(new MemoryNetwork()), false, id -> resume(id.value()));

  /** A network without members, and without faults. */
  public LocalNetwork() {}

  /** How the members are told to use this network. */
  public Transport transport() {
    return transport;
  }

  /** Cuts one direction of a link: nothing that {@code from} sends reaches {@code to}. */
  public void cut(long from, long to) {
    links.cut(new MemberId(from), new MemberId(to));
  }

  /** Joins one direction of a link again. */
  public void join(long from, long to) {
    links.join(new MemberId(from), new MemberId(to));
  }

  /** Cuts, in both directions, every link between members of the two sides. */
  public void partition(Collection<Long> side, Collection<Long> other) {
    for (long one : side) {
      for (long two : other) {
        cut(one, two);
        cut(two, one);
      }
    }
  }

  /** Delays what one member sends to another from now on; zero for not at all. */
  public void delay(long from, long to, Duration delay) {
    links.delay(new MemberId(from), new MemberId(to), Math.toIntExact(delay.toMillis()));
  }

  /** Joins every link, and delays nothing any more. Paused members stay paused. */
  public void heal() {
    links.heal();
  }

  /**
   * Stops a member's part in the protocol where it is, as if its process had been stopped: it sends
   * nothing, and answers nothing that needs the others. Its queries of what is here are answered.
   */
  public void pause(long member) {
    links.pause(new MemberId(member));
  }

  /** Lets a paused member go on; what was sent to it meanwhile is there. */
  public void resume(long member) {
    links.resume(new MemberId(member));
  }
}
