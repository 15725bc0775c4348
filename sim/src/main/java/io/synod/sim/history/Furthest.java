package io.synod.sim.history;

import io.synod.sim.history.Search.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** How far a search got: what is worth telling if it finds nothing. */
final class Furthest<S, C, R> {
  private static final int STATES = 5;

  private int response = -1;
  private int rank = -1;
  private boolean isKept;
  private List<Step<S, C, R>> steps = List.of();
  private BitSet placed = new BitSet();
  private final List<S> states = new ArrayList<>();

  /** The search stands before this response, the entry of a rank. */
  void reached(int entry, int itsRank) {
    if (itsRank > rank) {
      rank = itsRank;
      response = entry;
      isKept = false;
      states.clear();
    }
  }

  /**
   * From here, before this response, no way leads on.
   *
   * @return whether the path to here is to be kept
   */
  boolean stuck(int entry, S state) {
    if (entry != response) {
      return false;
    }
    if (states.size() < STATES && !states.contains(state)) {
      states.add(state);
    }
    return !isKept;
  }

  void keep(List<Step<S, C, R>> path, BitSet answered) {
    steps = path;
    placed = (BitSet) answered.clone();
    isKept = true;
  }

  /** The response that no order got past. */
  int response() {
    return response;
  }

  /** That response's place among all entries; -1 before any is reached. */
  int rank() {
    return rank;
  }

  /** An order that got there. */
  List<Step<S, C, R>> steps() {
    return steps;
  }

  /** The answered operations in that order. */
  BitSet placed() {
    return placed;
  }

  /** States, not all of them, that the object may have had there: first that of the order. */
  List<S> states() {
    return states;
  }
}
