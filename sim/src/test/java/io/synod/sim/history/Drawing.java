package io.synod.sim.history;

import io.synod.sim.history.Outcome.Answered;
import io.synod.sim.history.Outcome.Failed;
import io.synod.sim.history.Outcome.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Histories as people draw them. Each line is a client; columns are time; what stands in brackets
 * is an operation from its invocation to its response. A bracket that is not closed is an operation
 * without an answer; one that ends in {@code !} has failed.
 */
final class Drawing {
  private Drawing() {}

  /** A command and what was answered, if it was. */
  record Call<C, R>(C command, R result) {}

  /**
   * Operations on read, write and compare-and-set: {@code read 1}, {@code write 1}, {@code cas 1 2
   * no}.
   */
  static List<Operation<ReadWriteRegister.Command, ReadWriteRegister.Result>> register(
      String drawing) {
    return of(drawing, Drawing::registerCall);
  }

  /**
   * Operations of a register that is written once: {@code propose 1 got 2}, {@code read nothing}.
   */
  static List<Operation<WriteOnceRegister.Command, Optional<String>>> writeOnce(String drawing) {
    return of(drawing, Drawing::writeOnceCall);
  }

  private static Call<ReadWriteRegister.Command, ReadWriteRegister.Result> registerCall(
      String[] words) {
    return switch (words[0]) {
      case "read" ->
          new Call<>(
              new ReadWriteRegister.Read(),
              new ReadWriteRegister.Value(words.length > 1 ? words[1] : ""));
      case "write" ->
          new Call<>(new ReadWriteRegister.Write(words[1]), new ReadWriteRegister.Done());
      case "cas" ->
          new Call<>(
              new ReadWriteRegister.CompareAndSet(words[1], words[2]),
              words.length > 3 && words[3].equals("no")
                  ? new ReadWriteRegister.Differs()
                  : new ReadWriteRegister.Done());
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  private static Call<WriteOnceRegister.Command, Optional<String>> writeOnceCall(String[] words) {
    String answer = words[words.length - 1];
    return new Call<>(
        words[0].equals("read")
            ? new WriteOnceRegister.Read()
            : new WriteOnceRegister.Propose(words[1]),
        answer.equals("nothing") ? Optional.empty() : Optional.of(answer));
  }

  private static <C, R> List<Operation<C, R>> of(
      String drawing, Function<String[], Call<C, R>> reader) {
    List<Operation<C, R>> operations = new ArrayList<>();
    for (String line : drawing.lines().toList()) {
      String client = line.substring(0, line.indexOf(' '));
      for (int open = line.indexOf('['); open >= 0; open = line.indexOf('[', open + 1)) {
        int close = line.indexOf(']', open);
        String text = line.substring(open + 1, close < 0 ? line.length() : close).strip();
        Call<C, R> call = reader.apply(text.replace("!", "").strip().split(" +"));
        Outcome<R> outcome =
            close < 0
                ? new Unknown<>()
                : text.endsWith("!") ? new Failed<>() : new Answered<>(call.result());
        operations.add(
            new Operation<>(
                client, "x", call.command(), outcome, open, close < 0 ? Operation.NEVER : close));
      }
    }
    return operations;
  }
}
