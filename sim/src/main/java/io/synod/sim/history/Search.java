package io.synod.sim.history;

import io.synod.sim.history.Outcome.Answered;
import io.synod.sim.history.Outcome.Unknown;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an order of one object's operations, depth first: Wing and Gong's search over the
 * operations that may come next, with Lowe's memory of the places where it has been.
 *
 * <p>Four things keep it short where outcomes are unknown or reads are many. An operation without
 * an answer is placed only when all else has failed, and only where something can see it. Of equal
 * ones the oldest goes first. A read that fits goes at once, without alternatives, because whatever
 * works with it later works with it now. (Not so a write of what is there already: later it may
 * change something.) What overwrites a {@linkplain Values value} that is still needed is not tried.
 */
final class Search<S, C, R> {
  /** How it ended. */
  enum End {
    FOUND,
    REFUTED,
    OUT_OF_BUDGET
  }

  /** An operation, placed next, and the state that it leaves. */
  record Step<S, C, R>(Operation<C, R> operation, S after) {}

  /** A way on from a node. */
  private record Move<S>(boolean answered, int operation, S after) {}

  /** A place on the current path, with the ways on that are left to try. */
  private static final class Node<S> {
    private final S state;
    private final int response;
    private List<Move<S>> moves;
    private int tried;
    private boolean isLast;

    Node(S state, int response, List<Move<S>> moves, boolean isLast) {
      this.state = state;
      this.response = response;
      this.moves = moves;
      this.isLast = isLast;
    }

    /** The way that was tried last. */
    Move<S> current() {
      return moves.get(tried - 1);
    }
  }

  private final Model<S, C, R> model;
  private final long budget;
  private final List<Operation<C, R>> answered = new ArrayList<>();
  private final List<R> results = new ArrayList<>();
  private final BitSet changesNothing = new BitSet();
  private final List<Operation<C, R>> unanswered = new ArrayList<>();
  private final int[] olderTwin;
  private final Timeline timeline;
  private final Values<S, C, R> values;

  private final BitSet answeredPlaced = new BitSet();
  private final BitSet unansweredPlaced = new BitSet();
  private final Visited<S> visited = new Visited<>();
  private final List<Node<S>> path = new ArrayList<>();
  private final Furthest<S, C, R> furthest = new Furthest<>();
  private long states;

  /**
   * A search that has not begun.
   *
   * @param operations all of one object; those that failed count as never called
   */
  Search(Model<S, C, R> model, List<Operation<C, R>> operations, long budget) {
    this.model = model;
    this.budget = budget;
    List<Operation<C, R>> inOrder = new ArrayList<>(operations);
    inOrder.sort(Comparator.comparingLong(Operation::invoked));
    for (Operation<C, R> operation : inOrder) {
      if (operation.outcome() instanceof Answered<R>(R result)) {
        answered.add(operation);
        changesNothing.set(results.size(), model.changesNothing(operation.command(), result));
        results.add(result);
      } else if (operation.outcome() instanceof Unknown<R>) {
        unanswered.add(operation);
      }
    }
    olderTwin = olderTwins(unanswered);
    timeline = new Timeline(answered);
    values = new Values<>(model, answered, results, unanswered, timeline);
  }

  private static int[] olderTwins(List<? extends Operation<?, ?>> operations) {
    int[] twins = new int[operations.size()];
    for (int i = 0; i < twins.length; i++) {
      twins[i] = i - 1;
      while (twins[i] >= 0
          && !operations.get(twins[i]).command().equals(operations.get(i).command())) {
        twins[i]--;
      }
    }
    return twins;
  }

  End run() {
    path.add(node(model.initial()));
    while (!timeline.isEmpty()) {
      Move<S> move = isHopeless(path.getLast()) ? null : nextMove(path.getLast());
      if (move == null) {
        stuck(path.getLast());
        if (path.size() == 1) {
          return End.REFUTED;
        }
        path.removeLast();
        unplace(path.getLast().current());
      } else if (place(move)) {
        states++;
        if (states > budget) {
          return End.OUT_OF_BUDGET;
        }
        path.add(node(move.after()));
      }
    }
    return End.FOUND;
  }

  /** Whether the answer that no order got past yet cannot come from here on. */
  private boolean isHopeless(Node<S> node) {
    int blocked = Timeline.operation(furthest.response());
    return !answeredPlaced.get(blocked) && values.isGone(blocked, node.state);
  }

  /** How many places were visited. */
  long states() {
    return states;
  }

  /** The order, once one is found. */
  List<Operation<C, R>> order() {
    return steps().stream().map(Step::operation).toList();
  }

  /** Where it got furthest, once all orders are refuted. */
  Furthest<S, C, R> furthest() {
    return furthest;
  }

  /**
   * What the order that got furthest has no place for: first the operation whose response no order
   * reaches, then those that were called before that response.
   */
  List<Operation<C, R>> unplaced() {
    int blocked = Timeline.operation(furthest.response());
    List<Operation<C, R>> unplaced = new ArrayList<>(List.of(answered.get(blocked)));
    for (int i = 0; i < answered.size(); i++) {
      if (i != blocked
          && !furthest.placed().get(i)
          && answered.get(i).invoked() <= answered.get(blocked).returned()) {
        unplaced.add(answered.get(i));
      }
    }
    return unplaced;
  }

  private void stuck(Node<S> node) {
    if (furthest.stuck(node.response, node.state)) {
      furthest.keep(steps(), answeredPlaced);
    }
  }

  private List<Step<S, C, R>> steps() {
    List<Step<S, C, R>> steps = new ArrayList<>();
    for (Node<S> node : path.subList(0, path.size() - 1)) {
      Move<S> move = node.current();
      Operation<C, R> operation = (move.answered() ? answered : unanswered).get(move.operation());
      steps.add(new Step<>(operation, move.after()));
    }
    return steps;
  }

  /** The node for a state: everything that was called before the first response may come next. */
  private Node<S> node(S state) {
    List<Move<S>> moves = new ArrayList<>();
    int entry = timeline.isEmpty() ? -1 : timeline.first();
    while (entry >= 0 && Timeline.isInvocation(entry)) {
      int operation = Timeline.operation(entry);
      List<S> after =
          model.answered(state, answered.get(operation).command(), results.get(operation));
      if (changesNothing.get(operation) && after.equals(List.of(state))) {
        moves = List.of(new Move<>(true, operation, state));
        return new Node<>(state, firstResponse(entry), moves, true);
      }
      for (S next : after) {
        moves.add(new Move<>(true, operation, next));
      }
      entry = timeline.after(entry);
    }
    if (entry >= 0) {
      furthest.reached(entry, timeline.rank(entry));
    }
    return new Node<>(state, entry, moves, unanswered.isEmpty());
  }

  private int firstResponse(int from) {
    int entry = from;
    while (Timeline.isInvocation(entry)) {
      entry = timeline.after(entry);
    }
    furthest.reached(entry, timeline.rank(entry));
    return entry;
  }

  private @Nullable Move<S> nextMove(Node<S> node) {
    if (node.tried == node.moves.size() && !node.isLast) {
      node.moves = unansweredMoves(node);
      node.tried = 0;
      node.isLast = true;
    }
    return node.tried < node.moves.size() ? node.moves.get(node.tried++) : null;
  }

  private List<Move<S>> unansweredMoves(Node<S> node) {
    List<Integer> callable = callableUnanswered(node);
    List<Move<S>> moves = new ArrayList<>();
    for (int operation : callable) {
      int twin = olderTwin[operation];
      if (twin < 0 || unansweredPlaced.get(twin)) {
        for (S after : model.unanswered(node.state, unanswered.get(operation).command())) {
          Move<S> move = new Move<>(false, operation, after);
          // All of them are noted before any is tried: each covers what others lead to by detours.
          if (!after.equals(node.state) && isOfUse(move, node, callable) && note(move)) {
            moves.add(move);
          }
        }
      }
    }
    return moves;
  }

  private List<Integer> callableUnanswered(Node<S> node) {
    List<Integer> callable = new ArrayList<>();
    long until = answered.get(Timeline.operation(node.response)).returned();
    int at = unansweredPlaced.nextClearBit(0);
    while (at < unanswered.size() && unanswered.get(at).invoked() <= until) {
      callable.add(at);
      at = unansweredPlaced.nextClearBit(at + 1);
    }
    return callable;
  }

  /** Whether anything can come after the move that could not do the same without it. */
  private boolean isOfUse(Move<S> move, Node<S> node, List<Integer> callable) {
    int entry = timeline.first();
    while (Timeline.isInvocation(entry)) {
      C command = answered.get(Timeline.operation(entry)).command();
      R result = results.get(Timeline.operation(entry));
      List<S> after = model.answered(move.after(), command, result);
      if (!after.isEmpty() && !model.answered(node.state, command, result).containsAll(after)) {
        return true;
      }
      entry = timeline.after(entry);
    }
    for (int operation : callable) {
      C command = unanswered.get(operation).command();
      for (S after : model.unanswered(move.after(), command)) {
        if (operation != move.operation()
            && !after.equals(move.after())
            && !after.equals(node.state)
            && !model.unanswered(node.state, command).contains(after)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Notes where a move leads; false if the search has been there. */
  private boolean note(Move<S> move) {
    BitSet placed = move.answered() ? answeredPlaced : unansweredPlaced;
    placed.set(move.operation());
    boolean isNew = visited.add(answeredPlaced, unansweredPlaced, move.after());
    placed.clear(move.operation());
    return isNew;
  }

  /** Places an operation, unless that leads to where the search has been, or nowhere. */
  private boolean place(Move<S> move) {
    if (move.answered() && !note(move)) {
      return false;
    }
    (move.answered() ? answeredPlaced : unansweredPlaced).set(move.operation());
    values.placed(move.answered(), move.operation());
    if (move.answered()) {
      timeline.lift(move.operation());
    }
    if (values.isLost(path.getLast().state, move.after(), answeredPlaced, furthest.rank())) {
      unplace(move);
      return false;
    }
    return true;
  }

  private void unplace(Move<S> move) {
    if (move.answered()) {
      timeline.putBack(move.operation());
    }
    values.unplaced(move.answered(), move.operation());
    (move.answered() ? answeredPlaced : unansweredPlaced).clear(move.operation());
  }
}
