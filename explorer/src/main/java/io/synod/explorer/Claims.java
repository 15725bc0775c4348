package io.synod.explorer;

import io.synod.core.AcceptedValue;
import io.synod.core.Value;
import io.synod.core.replica.Replica;
import io.synod.sim.check.Finding;
import io.synod.sim.transcript.Pieces;
import io.synod.sim.transcript.Rehearsal;
import io.synod.sim.world.ByHand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lesson says of a run, and what it asks its reader to bring about.
 *
 * <ul>
 *   <li>{@code chosen X}: X is chosen for the register, or in a slot; {@code chosen nothing};
 *       {@code chosen SLOT X} in that slot
 *   <li>{@code broken RULE}: a checker has found this; {@code sound}: none has found anything
 *   <li>{@code leads M}, {@code leads nobody}, {@code leaders COUNT}: who believes to lead
 *   <li>{@code promised M BALLOT}, {@code accepted M X}, {@code accepted M nothing}: of a register
 *   <li>{@code told M TEXT}: a client of M was told something that has this in it
 *   <li>{@code waits M}: a client of M is without an answer
 *   <li>{@code applied M SLOT}: M has applied the slots up to this one, or more; {@code gap M}: it
 *       knows that it misses some; {@code state M X}: what its state machine holds
 *   <li>{@code up M}, {@code down M}; {@code running COUNT}: so many members are up
 *   <li>{@code outbid}: somebody was rejected in this run
 * </ul>
 *
 * With {@code not} before it each says the contrary.
 */
final class Claims {

  private Claims() {}

  /**
   * Whether a claim holds.
   *
   * @throws IllegalArgumentException with a sentence for people, if it is not understood
   */
  static boolean holds(Run run, String claim) {
    List<String> words = Pieces.words(claim);
    if (words.getFirst().equals("not")) {
      return !holds(run, claim.substring(4));
    }
    Finding finding = run.finding();
    return switch (words.getFirst()) {
      case "chosen" -> chosen(run, words);
      case "broken" ->
          finding != null && finding.checker().contains(claim.substring("broken ".length()));
      case "sound" -> finding == null;
      case "leads" ->
          words.get(1).equals("nobody")
              ? leaders(run) == 0
              : leads(run.world(), member(run, words.get(1)));
      case "leaders" -> leaders(run) == Texts.number(words.get(1));
      case "running" -> running(run.world()) == Texts.number(words.get(1));
      case "told" -> told(run, claim, words);
      case "outbid" -> run.steps().stream().anyMatch(Claims::rejects);
      default -> member(run, claim, words);
    };
  }

  private static boolean rejects(Step step) {
    return step.arrived().stream().anyMatch(f -> Labels.kind(f.message).equals("reject"));
  }

  private static boolean member(Run run, String claim, List<String> words) {
    ByHand world = run.world();
    int member = member(run, words.get(1));
    return switch (words.getFirst()) {
      case "up" -> world.isUp(member);
      case "down" -> !world.isUp(member);
      case "waits" -> world.waiting(member) > 0;
      case "applied" -> world.applied(member) >= Texts.number(words.get(2));
      case "state" -> Rehearsal.name(world.state(member)).equals(words.get(2));
      case "gap", "promised", "accepted" -> world.isUp(member) && alive(run, member, words);
      default -> throw new IllegalArgumentException("There is no claim \"" + claim + "\".");
    };
  }

  private static boolean alive(Run run, int member, List<String> words) {
    ByHand world = run.world();
    return switch (words.getFirst()) {
      case "gap" -> {
        Replica replica = world.replica(member);
        yield replica.announced() > replica.chosen();
      }
      case "promised" -> Setting.word(run.promised(member)).equals(words.get(2));
      default -> {
        AcceptedValue held = world.register(member, Scene.REGISTER).accepted();
        yield (held == null ? "nothing" : Rehearsal.registerName(held.value()))
            .equals(words.get(2));
      }
    };
  }

  private static int member(Run run, String word) {
    long id = Texts.number(word);
    if (id < 1 || id > run.setting().members()) {
      throw new IllegalArgumentException("There is no member " + word + ".");
    }
    return (int) id - 1;
  }

  private static boolean leads(ByHand world, int member) {
    return world.isUp(member) && world.replica(member).leading();
  }

  /** Whether a member, given by its id, believes that it leads. */
  static boolean leads(Run run, int id) {
    return leads(run.world(), id - 1);
  }

  private static int leaders(Run run) {
    int leaders = 0;
    for (int member = 0; member < run.setting().members(); member++) {
      leaders += leads(run.world(), member) ? 1 : 0;
    }
    return leaders;
  }

  private static int running(ByHand world) {
    int running = 0;
    for (int member = 0; member < world.size(); member++) {
      running += world.isUp(member) ? 1 : 0;
    }
    return running;
  }

  private static boolean chosen(Run run, List<String> words) {
    if (run.setting().mode() == Mode.REGISTER) {
      Value chosen = run.world().checker().registers().chosen(Scene.REGISTER);
      return (chosen == null ? "nothing" : Rehearsal.registerName(chosen)).equals(words.get(1));
    }
    if (words.size() > 2) {
      Value chosen = run.world().checker().chosen(Texts.number(words.get(1)));
      return chosen != null && Rehearsal.words(chosen).equals(words.get(2));
    }
    for (long slot = 1; slot <= run.world().checker().chosen(); slot++) {
      Value chosen = run.world().checker().chosen(slot);
      if (chosen != null && Rehearsal.words(chosen).equals(words.get(1))) {
        return true;
      }
    }
    return words.get(1).equals("nothing") && run.world().checker().chosen() == 0;
  }

  private static boolean told(Run run, String claim, List<String> words) {
    String text = claim.substring(words.getFirst().length() + words.get(1).length() + 2);
    int member = member(run, words.get(1));
    return run.asked().stream()
            .anyMatch(asked -> asked.member() == member && contains(asked.answer(), text))
        || run.rehearsal().calls().stream()
            .anyMatch(call ->
                call.member() == member && call.isAnswered() && Labels.answer(call).contains(text));
  }

  private static boolean contains(@Nullable String answer, String text) {
    return answer != null && answer.contains(text);
  }
}
