package io.synod.sim.network;

import io.synod.sim.chance.Chance;

/** The shapes in which networks split. */
public enum Shape {
  /** Two sides that do not hear each other. */
  TWO_SIDES,
  /** Two sides, of which one still hears the other. */
  ONE_WAY,
  /** One member, the leader if there is one, and all others. */
  ISOLATED,
  /** The leader with as many others as make no quorum, and the rest. */
  MINORITY,
  /** One member that is heard but hears nobody, or the reverse. */
  DEAF_OR_MUTE,
  /** Everybody reaches one member only (the quorum-loss shape of the Omni-Paxos paper). */
  HUB,
  /** Two sides that share one member. */
  BRIDGE,
  /** The leader and one other member, of which at most one hears the other. */
  ONE_LINK,
  /** Each member reaches its two neighbours only (the chained shape). */
  CHAIN,
  /** Every link for itself. */
  SCATTERED;

  /**
   * The links to cut.
   *
   * @param members how many members there are
   * @param leader the number of the leader, or any member's
   * @return for each link {@code from * members + to} whether it is cut
   */
  public boolean[] draw(Chance chance, int members, int leader) {
    boolean[] cut = new boolean[members * members];
    int[] place = places(chance, members);
    int minority = chance.below(Math.max(1, (members - 1) / 2)) + (members > 2 ? 1 : 0);
    int half = 1 + chance.below(Math.max(1, members - 1));
    int hub = chance.below(members);
    boolean deaf = chance.oneIn(2);
    boolean both = chance.oneIn(2);
    int other = hub == leader ? (leader + 1) % members : hub;
    for (int from = 0; from < members; from++) {
      for (int to = 0; to < members; to++) {
        int distance = Math.abs(place[from] - place[to]);
        boolean apart = place[from] < half != place[to] < half;
        cut[from * members + to] =
            from != to
                && switch (this) {
                  case TWO_SIDES -> apart;
                  case ONE_WAY -> apart && place[from] < half;
                  case ISOLATED -> from == leader || to == leader;
                  case MINORITY ->
                      isNear(place, from, leader, minority) != isNear(place, to, leader, minority);
                  case DEAF_OR_MUTE -> deaf ? to == leader : from == leader;
                  case HUB -> from != hub && to != hub;
                  case BRIDGE -> apart && from != hub && to != hub;
                  case ONE_LINK ->
                      (from == leader && to == other && (both || deaf))
                          || (from == other && to == leader && (both || !deaf));
                  case CHAIN -> distance > 1;
                  case SCATTERED -> chance.oneIn(3);
                };
      }
    }
    return cut;
  }

  /** Whether a member is among the so many that come from the leader's place on. */
  private static boolean isNear(int[] place, int member, int leader, int many) {
    return Math.floorMod(place[member] - place[leader], place.length) < many;
  }

  private static int[] places(Chance chance, int members) {
    int[] place = new int[members];
    for (int i = 0; i < members; i++) {
      int other = chance.below(i + 1);
      place[i] = place[other];
      place[other] = i;
    }
    return place;
  }
}
