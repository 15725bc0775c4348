package io.synod.cli.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.cli.Failure;
import io.synod.sim.Outcome;
import io.synod.sim.Simulation;
import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** Runs {@code synod sim} in this process. */
final class Sim {

  /** How a command ended. */
  record Result(int status, String out, String err) {

    /** What the summary says about all runs together. */
    String hash() {
      return out.lines().filter(line -> line.contains("trace hash")).findFirst().orElseThrow();
    }
  }

  /** As cores, except that clusters of more than one member are accused once they chose a slot. */
  static final Level FAULTY = new Level("cores", 10, Sim::faulty);

  private Sim() {}

  private static Outcome faulty(Plan plan, int lines) {
    Outcome clean = Simulation.run(plan, lines);
    if (plan.get(Knob.MEMBERS) < 2 || clean.figures().slots() == 0) {
      return clean;
    }
    return new Outcome(
        plan,
        Optional.of(new Outcome.Accusation("solitude", plan.get(Knob.MEMBERS) + " are a crowd.")),
        clean.micros(),
        clean.events(),
        clean.hash(),
        clean.figures(),
        clean.lines());
  }

  static Result run(String... arguments) {
    return run(Level.ALL, arguments);
  }

  static Result run(List<Level> levels, String... arguments) {
    return captured(() -> {
      CommandLine line = new CommandLine(new SimCommand(levels));
      line.setExecutionExceptionHandler((thrown, _, _) -> {
        if (thrown instanceof Failure failure) {
          System.err.println(failure.getMessage());
          return failure.status();
        }
        throw thrown;
      });
      return line.execute(arguments);
    });
  }

  /** Something that prints and ends with a status. */
  interface Work {
    int run() throws Exception;
  }

  static Result captured(Work work) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      int status = work.run();
      return new Result(status, out.toString(UTF_8), err.toString(UTF_8));
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }
}
