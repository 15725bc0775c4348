package io.synod.sim.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The places where the search has been: which operations were placed, and the state that they left.
 *
 * <p>An operation without an answer need never be placed, so a place with fewer of them and all
 * else equal leads wherever this one leads: it covers this one.
 */
final class Visited<S> {
  private static final List<BitSet> NONE = List.of(new BitSet());

  /** The answered operations below first are placed, and those in rest, counted from first on. */
  private record Place<S>(int first, BitSet rest, S state) {}

  private final Map<Place<S>, List<BitSet>> places = new LinkedHashMap<>();

  /**
   * Notes a place.
   *
   * @return false if one that covers it was visited before
   */
  boolean add(BitSet answered, BitSet unanswered, S state) {
    int first = answered.nextClearBit(0);
    Place<S> place =
        new Place<>(first, answered.get(first, Math.max(first, answered.length())), state);
    List<BitSet> before = places.get(place);
    if (before != null && before.stream().anyMatch(it -> isIn(it, unanswered))) {
      return false;
    }
    if (unanswered.isEmpty()) {
      places.put(place, NONE);
      return true;
    }
    BitSet these = (BitSet) unanswered.clone();
    if (before == null) {
      places.put(place, new ArrayList<>(List.of(these)));
    } else {
      before.removeIf(it -> isIn(these, it));
      before.add(these);
    }
    return true;
  }

  private static boolean isIn(BitSet some, BitSet all) {
    for (int at = some.nextSetBit(0); at >= 0; at = some.nextSetBit(at + 1)) {
      if (!all.get(at)) {
        return false;
      }
    }
    return true;
  }
}
