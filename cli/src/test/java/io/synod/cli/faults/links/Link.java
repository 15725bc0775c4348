package io.synod.cli.faults.links;

/**
 * The link between two members, in both directions.
 *
 * @param one the lower index
 * @param other the higher index
 */
public record Link(int one, int other) {
  /** Refuses a link that has another name. */
  public Link {
    if (one >= other) {
      throw new IllegalArgumentException("A link leads from a lower to a higher index.");
    }
  }

  /** The link between two members, named in any order. */
  public static Link between(int one, int other) {
    return new Link(Math.min(one, other), Math.max(one, other));
  }

  /** Whether a member is at one of its ends. */
  public boolean touches(int member) {
    return one == member || other == member;
  }
}
