package io.synod.sim.transcript;

import io.synod.core.AcceptedValue;
import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.core.Quorums;
import io.synod.core.Value;
import io.synod.core.decree.AcceptorState;
import io.synod.core.decree.PhaseOne;
import io.synod.core.decree.PhaseTwo;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The acceptors of a single decree, and proposers that reach those that a command names. What is
 * not named is lost.
 *
 * <ul>
 *   <li>{@code prepare BALLOT MEMBER...}: phase 1, answers included
 *   <li>{@code accept BALLOT VALUE MEMBER...}: phase 2; the proposer wants VALUE, and proposes what
 *       phase 1 allows
 *   <li>{@code acceptors}: what each of them holds
 * </ul>
 */
final class Decree implements Stage {

  private static final long ONLY = 1;

  /** A proposer's round. */
  private static final class Round {
    final PhaseOne phaseOne;
    final PhaseTwo phaseTwo;
    @Nullable Value proposed;

    Round(Quorums quorums) {
      phaseOne = new PhaseOne(quorums);
      phaseTwo = new PhaseTwo(quorums);
    }
  }

  private final Quorums quorums;
  private final SortedMap<MemberId, AcceptorState> acceptors = new TreeMap<>();
  private final SortedMap<Ballot, Round> rounds = new TreeMap<>();
  private final List<String> trace = new ArrayList<>();
  private @Nullable Value chosen;

  Decree(int members) {
    for (int id = 1; id <= members; id++) {
      acceptors.put(new MemberId(id), AcceptorState.INITIAL);
    }
    quorums = Quorums.of(acceptors.keySet());
  }

  @Override
  public List<String> play(List<String> words) {
    trace.clear();
    switch (words.getFirst()) {
      case "prepare" -> prepare(Phrases.ballotOf(words.get(1)), members(words, 2));
      case "accept" ->
          accept(Phrases.ballotOf(words.get(1)), Phrases.valueOf(words.get(2)), members(words, 3));
      case "acceptors" ->
          acceptors.forEach((id, state) -> trace.add(Phrases.member(id) + " " + describe(state)));
      default ->
          throw new IllegalArgumentException(
              "There is no command " + words.getFirst() + " for a decree.");
    }
    return List.copyOf(trace);
  }

  private void prepare(Ballot ballot, List<MemberId> members) {
    Round round = rounds.computeIfAbsent(ballot, any -> new Round(quorums));
    boolean before = round.phaseOne.isComplete();
    for (MemberId id : members) {
      AcceptorState state = acceptor(id).prepare(ballot);
      acceptors.put(id, state);
      if (state.promised().equals(ballot)) {
        AcceptedValue accepted = state.accepted();
        trace.add(Phrases.member(id) + " promises " + ballot + ", has " + describe(accepted));
        if (accepted != null) {
          round.phaseOne.reported(ONLY, accepted);
        }
        round.phaseOne.promised(id);
      } else {
        trace.add(
            Phrases.member(id) + " rejects prepare " + ballot + ", promised " + state.promised());
      }
    }
    if (!before && round.phaseOne.isComplete()) {
      Value must = round.phaseOne.mustPropose(ONLY);
      trace.add(
          ballot
              + (must == null ? " may propose anything" : " must propose " + Phrases.value(must)));
    }
  }

  private void accept(Ballot ballot, Value wanted, List<MemberId> members) {
    Round round = rounds.computeIfAbsent(ballot, any -> new Round(quorums));
    if (!round.phaseOne.isComplete()) {
      trace.add(ballot + " may not propose: no quorum has promised");
      return;
    }
    if (round.proposed == null) {
      Value must = round.phaseOne.mustPropose(ONLY);
      round.proposed = must == null ? wanted : must;
    }
    Value value = round.proposed;
    trace.add(
        ballot
            + " proposes "
            + Phrases.value(value)
            + (value.equals(wanted) ? "" : " in place of " + Phrases.value(wanted)));
    for (MemberId id : members) {
      AcceptorState state = acceptor(id).accept(ballot, value);
      acceptors.put(id, state);
      if (state.accepted() != null && state.accepted().ballot().equals(ballot)) {
        trace.add(Phrases.member(id) + " accepts " + Phrases.value(value) + "@" + ballot);
        round.phaseTwo.accepted(id, ONLY);
      } else {
        trace.add(
            Phrases.member(id) + " rejects accept " + ballot + ", promised " + state.promised());
      }
    }
    if (round.phaseTwo.chosenUpTo() >= ONLY) {
      choose(ballot, value);
    }
  }

  private void choose(Ballot ballot, Value value) {
    trace.add(Phrases.value(value) + " is chosen under " + ballot);
    if (chosen != null && !chosen.equals(value)) {
      throw new IllegalStateException(
          "Two values are chosen: " + Phrases.value(chosen) + " and " + Phrases.value(value) + ".");
    }
    chosen = value;
  }

  private AcceptorState acceptor(MemberId id) {
    AcceptorState state = acceptors.get(id);
    if (state == null) {
      throw new IllegalArgumentException("There is no member " + id + ".");
    }
    return state;
  }

  private static String describe(AcceptorState state) {
    return "promised " + state.promised() + ", has " + describe(state.accepted());
  }

  private static String describe(@Nullable AcceptedValue accepted) {
    return accepted == null
        ? "accepted nothing"
        : "accepted " + Phrases.value(accepted.value()) + "@" + accepted.ballot();
  }

  private static List<MemberId> members(List<String> words, int from) {
    List<MemberId> members = new ArrayList<>();
    for (String word : words.subList(from, words.size())) {
      members.add(new MemberId(Long.parseLong(word)));
    }
    return members;
  }
}
