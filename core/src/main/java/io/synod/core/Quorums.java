package io.synod.core;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The voting members and which sets of them are quorums: the majorities, of which any two share a
 * member.
 *
 * @param members the voters, each once, in order of their ids; 1 to 9 of them
 */
public record Quorums(List<MemberId> members) {

  /** Copies, sorts and checks the members. */
  public Quorums {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("A cluster needs at least one member.");
    }
    members = List.copyOf(new TreeSet<>(members));
  }

  /** The quorums of these members; an id given twice counts once. */
  public static Quorums of(Collection<MemberId> members) {
    return new Quorums(List.copyOf(members));
  }

  /** The number of members in the smallest quorum. */
  public int size() {
    return members.size() / 2 + 1;
  }

  /**
   * Whether these are enough; who is no voter does not count, and who is named twice counts once.
   */
  public boolean isQuorum(Collection<MemberId> some) {
    int voters = 0;
    for (MemberId member : members) {
      if (some.contains(member)) {
        voters++;
      }
    }
    return voters >= size();
  }
}
