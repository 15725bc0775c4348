package io.synod.sim.history;

import io.synod.sim.history.Outcome.Answered;
import io.synod.sim.history.Outcome.Failed;
import io.synod.sim.history.Outcome.Unknown;
import io.synod.sim.history.ReadWriteRegister.Command;
import io.synod.sim.history.ReadWriteRegister.CompareAndSet;
import io.synod.sim.history.ReadWriteRegister.Differs;
import io.synod.sim.history.ReadWriteRegister.Done;
import io.synod.sim.history.ReadWriteRegister.Read;
import io.synod.sim.history.ReadWriteRegister.Result;
import io.synod.sim.history.ReadWriteRegister.Value;
import io.synod.sim.history.ReadWriteRegister.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Histories of a few operations on one register, at random, and the plainest way to decide them:
 * every order. It shares nothing with the checker but the words.
 */
final class SmallHistories {
  static final String INITIAL = "0";

  private SmallHistories() {}

  /** At most so many operations, whose answers are as often nonsense as not. */
  static List<Operation<Command, Result>> random(Random random, int most) {
    List<Operation<Command, Result>> history = new ArrayList<>();
    int span = 4 + random.nextInt(16);
    for (int left = random.nextInt(most + 1); left > 0; left--) {
      Command command = command(random);
      Outcome<Result> outcome = outcome(random, command);
      long invoked = random.nextInt(span);
      long returned =
          outcome instanceof Unknown ? Operation.NEVER : invoked + random.nextInt(1 + span / 2);
      history.add(new Operation<>("c" + left, "x", command, outcome, invoked, returned));
    }
    return history;
  }

  private static Command command(Random random) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Read();
      case 2, 3 -> new Write(value(random));
      default -> new CompareAndSet(value(random), value(random));
    };
  }

  private static String value(Random random) {
    return Integer.toString(random.nextInt(3));
  }

  private static Outcome<Result> outcome(Random random, Command command) {
    int luck = random.nextInt(10);
    if (luck < 2) {
      return luck == 0 ? new Failed<>() : new Unknown<>();
    }
    return new Answered<>(
        switch (command) {
          case Read() -> new Value(value(random));
          case Write _ -> new Done();
          case CompareAndSet _ -> random.nextBoolean() ? new Done() : new Differs();
        });
  }

  /** Whether there is an order. */
  static boolean isLinearizable(List<Operation<Command, Result>> history) {
    return hasOrder(history, it -> it.outcome() instanceof Answered);
  }

  /** Whether there is an order of those that must, and of some of the others that did not fail. */
  static boolean hasOrder(
      List<Operation<Command, Result>> history, Predicate<Operation<Command, Result>> must) {
    List<Operation<Command, Result>> called =
        history.stream().filter(it -> !(it.outcome() instanceof Failed)).toList();
    return hasOrder(called, must, INITIAL);
  }

  private static boolean hasOrder(
      List<Operation<Command, Result>> left,
      Predicate<Operation<Command, Result>> must,
      String held) {
    if (left.stream().noneMatch(must)) {
      return true;
    }
    for (int i = 0; i < left.size(); i++) {
      Operation<Command, Result> next = left.get(i);
      if (left.stream().noneMatch(it -> it.returned() < next.invoked()) && agrees(next, held)) {
        List<Operation<Command, Result>> rest = new ArrayList<>(left);
        rest.remove(i);
        if (hasOrder(rest, must, after(next.command(), held))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether an order is one: legal, and true to the times. */
  static boolean isOrder(List<Operation<Command, Result>> order) {
    String held = INITIAL;
    for (int i = 0; i < order.size(); i++) {
      Operation<Command, Result> operation = order.get(i);
      if (operation.outcome() instanceof Failed
          || !agrees(operation, held)
          || order.subList(i + 1, order.size()).stream()
              .anyMatch(later -> later.returned() < operation.invoked())) {
        return false;
      }
      held = after(operation.command(), held);
    }
    return true;
  }

  private static boolean agrees(Operation<Command, Result> operation, String held) {
    return !(operation.outcome() instanceof Answered<Result>(Result result))
        || result.equals(answer(operation.command(), held));
  }

  private static Result answer(Command command, String held) {
    if (command instanceof Read) {
      return new Value(held);
    }
    return command instanceof CompareAndSet cas && !cas.expected().equals(held)
        ? new Differs()
        : new Done();
  }

  private static String after(Command command, String held) {
    if (command instanceof Write write) {
      return write.value();
    }
    return command instanceof CompareAndSet cas && cas.expected().equals(held) ? cas.value() : held;
  }
}
