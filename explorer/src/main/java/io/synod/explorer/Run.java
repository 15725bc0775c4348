package io.synod.explorer;

import io.synod.core.Ballot;
import io.synod.sim.broken.Switches;
import io.synod.sim.check.Finding;
import io.synod.sim.transcript.Pieces;
import io.synod.sim.transcript.Rehearsal;
import io.synod.sim.world.ByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run: a setting and lines of a transcript, each played on the real members. The same setting and
 * lines give the same run, on the JVM and in a browser.
 */
public final class Run {

  private final Setting setting;
  private final boolean[] rulesOff;
  private final Rehearsal rehearsal;
  private final Traffic traffic;
  private final Timetable timetable;
  private final List<Step> steps = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private long now;
  private @Nullable Finding finding;

  /** A run of which nothing is played. */
  public Run(Setting setting) {
    this.setting = setting;
    this.rulesOff = Rule.switches(setting.rulesOff());
    Switches.set(rulesOff);
    this.rehearsal = new Rehearsal(setting.opening());
    this.traffic = new Traffic(setting.seed(), setting.members());
    this.timetable = new Timetable(this);
    traffic.look(world(), 0, now);
  }

  /** The same lines in a new run. */
  public static Run of(Setting setting, List<String> lines) {
    Run run = new Run(setting);
    lines.forEach(run::play);
    return run;
  }

  /** What the run began with. */
  public Setting setting() {
    return setting;
  }

  /** The members. */
  public ByHand world() {
    return rehearsal.world();
  }

  Rehearsal rehearsal() {
    return rehearsal;
  }

  Traffic traffic() {
    return traffic;
  }

  List<Step> steps() {
    return steps;
  }

  /** What clients have asked of the register, oldest first. */
  List<Asked> asked() {
    return asked;
  }

  /** The lines played so far. */
  public List<String> lines() {
    return steps.stream().map(Step::line).toList();
  }

  /** What the acceptor of a member that is up has promised: for the register, or for the log. */
  Ballot promised(int member) {
    return setting.mode() == Mode.REGISTER
        ? world().register(member, Scene.REGISTER).promised()
        : world().replica(member).promised();
  }

  /** The time, in milliseconds. */
  public long now() {
    return now;
  }

  /** What a checker accuses the members of, if anything: then the run is over. */
  public @Nullable Finding finding() {
    return finding;
  }

  /** The line that comes next if nobody meddles; null if nothing is left to do. */
  public @Nullable String next() {
    return finding == null ? timetable.next(true) : null;
  }

  /** After how many milliseconds a member that waits for others tries again; 0 if it does not. */
  long timeout(int member) {
    return timetable.timeout(member);
  }

  /** When that line comes, in milliseconds. */
  long nextAt() {
    return timetable.nextAt();
  }

  /**
   * Plays a line of a transcript. Besides its commands there are {@code run}, for the lines that
   * come by themselves until nothing is under way, {@code wait MS}, for those of so many
   * milliseconds, and {@code auto COUNT}, for so many of them.
   *
   * @throws IllegalArgumentException with a sentence for people if it is not understood or cannot
   *     be carried out now; the run may then have to be built anew
   */
  public void play(String line) {
    List<String> words = Pieces.words(line);
    if (finding != null) {
      throw new IllegalArgumentException(
          "A rule is broken; go back in time to try something else.");
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("An empty line says nothing.");
    }
    switch (words.getFirst()) {
      case "run" -> finish();
      case "wait" -> pass(words.size() > 1 ? Texts.number(words.get(1)) : 0);
      case "auto" -> go(words.size() > 1 ? Texts.number(words.get(1)) : 1);
      default -> playOne(line, words, line.equals(timetable.next(true)));
    }
  }

  private void go(long count) {
    for (long played = 0; played < count; played++) {
      String line = next();
      if (line == null) {
        return;
      }
      playOne(line, Pieces.words(line), true);
    }
  }

  /** Plays what is left to do; time passes only as far as that takes. */
  private void finish() {
    String line = timetable.next(false);
    while (finding == null && line != null) {
      playOne(line, Pieces.words(line), line.equals(timetable.next(true)));
      line = timetable.next(false);
    }
  }

  private void pass(long millis) {
    long end = now + millis;
    String line = timetable.nextUntil(end);
    while (finding == null && line != null) {
      playOne(line, Pieces.words(line), true);
      line = timetable.nextUntil(end);
    }
  }

  /** Plays a line; it is its own if it would have come by itself. */
  private void playOne(String line, List<String> words, boolean isOwn) {
    Switches.set(rulesOff);
    List<Flight> before = traffic.all();
    boolean[] up = new boolean[setting.members()];
    for (int member = 0; member < up.length; member++) {
      up[member] = world().isUp(member);
    }
    now = Math.max(now, timetable.at(words));
    List<String> said = List.of();
    try {
      said = rehearsal.play(line);
    } catch (Finding found) {
      finding = found;
    } catch (IllegalStateException broken) {
      finding = new Finding("invariants", String.valueOf(broken.getMessage()));
    } catch (NumberFormatException misspelt) {
      throw new IllegalArgumentException(
          "\"" + line + "\" is not understood: a member or a number in it is missing or misspelt.",
          misspelt);
    } catch (IllegalArgumentException refused) {
      throw refused;
    } catch (RuntimeException unfit) {
      throw new IllegalArgumentException("\"" + line + "\" cannot be played here.", unfit);
    }
    timetable.played(words);
    List<Flight> left = traffic.look(world(), steps.size() + 1, now);
    if (words.getFirst().equals("late")) {
      traffic.delay(Lines.from(words.get(1)), Lines.to(words.get(1)), now);
    }
    List<Flight> gone = new ArrayList<>(before);
    gone.removeAll(traffic.all());
    boolean carries = !words.getFirst().equals("drop");
    List<Flight> arrived = gone.stream().filter(f -> carries && isCarried(f, up)).toList();
    List<Flight> lost = gone.stream().filter(f -> !arrived.contains(f)).toList();
    Step step = new Step(line, now, isOwn, Lines.member(words), said, arrived, lost, left);
    steps.add(step);
    Asked.note(asked, step);
  }

  private boolean isCarried(Flight flight, boolean[] up) {
    return up[flight.to] && !world().isCut(flight.from, flight.to);
  }

  /** The whole run as a transcript that the test suite understands. */
  public String transcript() {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(setting.line()).append('\n');
    text.append(setting.opening()).append('\n');
    for (Step step : steps) {
      text.append(step.line()).append('\n');
      step.said().forEach(said -> text.append("  ").append(said).append('\n'));
    }
    if (finding != null) {
      text.append("# ").append(finding.checker()).append(": ").append(finding.sentence());
      text.append('\n');
    }
    return text.toString();
  }
}
