package io.synod.explorer;

import io.synod.sim.Simulation;
import io.synod.sim.broken.Switches;
import io.synod.sim.transcript.Pieces;
import java.util.List;
import org.teavm.jso.JSExport;

/**
 * What the page's scripts call: one run at a time, in texts. Where something cannot be done, the
 * answer is an object with an {@code error}, and the run is as it was.
 */
public final class Page {

  private static Run run = new Run(Setting.of("register 3"));

  private Page() {}

  /** The scripts begin by themselves. */
  public static void main(String[] arguments) {}

  private interface Work {
    String done();
  }

  /** What people did wrong is said; what is wrong with the code is not hidden. */
  private static String answer(Work work) {
    try {
      return work.done();
    } catch (IllegalArgumentException refused) {
      return new Json()
          .object(json -> json.field("error", String.valueOf(refused.getMessage())))
          .toString();
    }
  }

  /** Begins a run, and plays lines, one per line of the text; returns the scene. */
  @JSExport
  public static String load(String setting, String lines) {
    return answer(() -> {
      run = Run.of(Setting.of(setting), Pieces.split(lines, '\n'));
      return Scene.of(run);
    });
  }

  /** Plays a line; returns the scene. */
  @JSExport
  public static String play(String line) {
    return answer(() -> {
      try {
        run.play(line);
      } catch (IllegalArgumentException refused) {
        run = Run.of(run.setting(), run.lines());
        throw refused;
      }
      return Scene.of(run);
    });
  }

  /** The lines from a step on and what came of each, as an array. */
  @JSExport
  public static String steps(int from) {
    List<Step> steps = run.steps().subList(Math.min(from, run.steps().size()), run.steps().size());
    return new Json()
        .array(all -> steps.forEach(step -> all.object(json -> step(json, step))))
        .toString();
  }

  private static void step(Json json, Step step) {
    json.field("line", step.line())
        .field("at", step.at())
        .field("own", step.isOwn())
        .field("member", step.member() + 1)
        .field("said", step.said());
    flights(json.field("arrived"), step.arrived());
    flights(json.field("lost"), step.lost());
    flights(json.field("left"), step.left());
  }

  private static void flights(Json json, List<Flight> flights) {
    json.array(
        all -> flights.forEach(flight -> all.object(fields -> fields.written(flight.fields()))));
  }

  /** The run so far as a transcript of the test suite. */
  @JSExport
  public static String transcript() {
    return run.transcript();
  }

  /** Reads a transcript: its setting and its lines. */
  @JSExport
  public static String read(String text) {
    return answer(() -> {
      Manuscript read = Manuscript.of(text);
      return new Json()
          .object(json -> json.field("setting", read.setting().line()).field("lines", read.lines()))
          .toString();
    });
  }

  /** Whether a claim holds now: {@code true}, {@code false}, or an error. */
  @JSExport
  public static String claim(String claim) {
    return answer(() -> String.valueOf(Claims.holds(run, claim)));
  }

  /** A lesson's text, understood: its title, its idea, its stops and its task. */
  @JSExport
  public static String lesson(String text) {
    return answer(() -> Lesson.of(text).json());
  }

  /** The rules that can be switched off. */
  @JSExport
  public static String rules() {
    return new Json()
        .array(all ->
            Rule.all()
                .forEach(rule ->
                    all.object(json -> {
                      Mode mode = rule.mode();
                      json.field("name", rule.name())
                          .field("mode", mode == null ? "" : mode.word())
                          .field("sentence", rule.sentence());
                    })))
        .toString();
  }

  /** Tries so many seeds; returns the first run that breaks a rule, or an object without lines. */
  @JSExport
  public static String hunt(String setting, int firstSeed, int seeds) {
    return answer(() -> {
      Setting wanted = Setting.of(setting);
      for (int seed = firstSeed; seed < firstSeed + seeds; seed++) {
        Run found = Hunt.seek(wanted, seed);
        if (found != null) {
          return found(found);
        }
      }
      return "{}";
    });
  }

  /** A shorter run that breaks the same rule; each of its lines is needed. */
  @JSExport
  public static String shrink(String setting, String lines) {
    return answer(() -> found(Hunt.shrink(Run.of(Setting.of(setting), Pieces.split(lines, '\n')))));
  }

  private static String found(Run found) {
    return new Json()
        .object(json -> json.field("setting", found.setting().line()).field("lines", found.lines()))
        .toString();
  }

  /** The trace hashes of the simulator's runs, one per seed, to be compared with those of a JVM. */
  @JSExport
  public static String hashes(int firstSeed, int seeds) {
    Switches.set(Rule.switches(List.of()));
    StringBuilder text = new StringBuilder();
    for (int seed = firstSeed; seed < firstSeed + seeds; seed++) {
      text.append(Long.toHexString(Simulation.run(seed).hash())).append('\n');
    }
    return text.toString();
  }
}
