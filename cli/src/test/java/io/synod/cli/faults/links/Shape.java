package io.synod.cli.faults.links;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The three ways to lose links that the Omni-Paxos paper (EuroSys 2023, section 2) tells of. In
 * each of them one member, the hub, still reaches a quorum.
 */
public enum Shape {
  /** Everybody reaches the hub and nobody else; the leader lives, and has lost its quorum. */
  QUORUM_LOSS,

  /**
   * The leader reaches nobody, the others reach the hub and nobody else; and the hub's log is
   * behind those of the others, which cannot lead.
   */
  CONSTRAINED_ELECTION,

  /** A chain: everybody reaches its neighbours and nobody else; the leader is at an end. */
  CHAINED;

  /** All links of so many members. */
  public static Set<Link> all(int members) {
    return those(members, _ -> true);
  }

  /**
   * The links that are left.
   *
   * @param members how many there are
   * @param leader the index of the leader
   */
  public Set<Link> left(int members, int leader) {
    int hub = hub(members, leader);
    return those(
        members,
        link ->
            switch (this) {
              case QUORUM_LOSS -> link.touches(hub);
              case CONSTRAINED_ELECTION -> link.touches(hub) && !link.touches(leader);
              case CHAINED ->
                  Math.abs(
                          place(link.one(), members, leader) - place(link.other(), members, leader))
                      == 1;
            });
  }

  /**
   * The links that are left before the fault, while writes go on: without those of the hub if its
   * log is to be behind.
   */
  public Set<Link> before(int members, int leader) {
    int hub = hub(members, leader);
    return those(members, link -> this != CONSTRAINED_ELECTION || !link.touches(hub));
  }

  /** The index of a member that reaches a quorum whatever the size. */
  public int hub(int members, int leader) {
    return (leader + 1) % members;
  }

  /**
   * The indexes of the members through which writes have to go on, the hub among them: those that
   * are at most two links away from whoever reaches a quorum, and so may lead.
   */
  public List<Integer> served(int members, int leader) {
    Set<Link> left = left(members, leader);
    List<Integer> leaders =
        IntStream.range(0, members).filter(it -> reachesQuorum(it, members, left)).boxed().toList();
    return IntStream.range(0, members)
        .filter(member -> leaders.stream().allMatch(it -> isNear(member, it, members, left)))
        .boxed()
        .toList();
  }

  private static boolean isNear(int one, int other, int members, Set<Link> left) {
    if (one == other) {
      return true;
    }
    return left.contains(Link.between(one, other))
        || IntStream.range(0, members)
            .filter(it -> it != one && it != other)
            .anyMatch(it ->
                left.contains(Link.between(one, it)) && left.contains(Link.between(it, other)));
  }

  /** Whether the leader still reaches a quorum. */
  public boolean keepsLeader(int members, int leader) {
    return reachesQuorum(leader, members, left(members, leader));
  }

  private static boolean reachesQuorum(int member, int members, Set<Link> left) {
    return 1 + left.stream().filter(link -> link.touches(member)).count() > members / 2;
  }

  /** As in tables. */
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static int place(int member, int members, int leader) {
    return Math.floorMod(member - leader, members);
  }

  private static Set<Link> those(int members, Predicate<Link> wanted) {
    Set<Link> links = new HashSet<>();
    for (int one = 0; one < members; one++) {
      for (int other = one + 1; other < members; other++) {
        Link link = new Link(one, other);
        if (wanted.test(link)) {
          links.add(link);
        }
      }
    }
    return links;
  }
}
