package io.synod.sim.history;

import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param <C> what the objects are asked
 * @param <R> what the objects answer
 */
public sealed interface Verdict<C, R> {
  /** How many states the check visited, over all keys. */
  long states();

  /**
   * There is an order for every key.
   *
   * @param orders by key, in order of the keys' first operations: one order in which the object
   *     could have done them one by one; an operation of unknown outcome that is not in it never
   *     took effect
   * @param states how many states the check visited
   */
  record Linearizable<C, R>(Map<String, List<Operation<C, R>>> orders, long states)
      implements Verdict<C, R> {}

  /**
   * There is no order for the operations of some key. Of several such keys it is the one where that
   * showed first.
   *
   * @param key the key
   * @param prefix an order of the longest part of the key's history that has one
   * @param unplaced the operations which that order has no place for: first the one that no order
   *     of the operations before its response has a place for, then those that ran beside it
   * @param explanation all this as text, of several lines
   * @param states how many states the check visited
   */
  record NotLinearizable<C, R>(
      String key,
      List<Operation<C, R>> prefix,
      List<Operation<C, R>> unplaced,
      String explanation,
      long states)
      implements Verdict<C, R> {}

  /**
   * The budget did not suffice for these keys; the other keys' operations have an order.
   *
   * @param keys the keys
   * @param states how many states the check visited
   */
  record Undecided<C, R>(List<String> keys, long states) implements Verdict<C, R> {}
}
