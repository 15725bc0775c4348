package io.synod.sim.history;

import io.synod.sim.history.KeyValue.Changed;
import io.synod.sim.history.KeyValue.Command;
import io.synod.sim.history.KeyValue.Delete;
import io.synod.sim.history.KeyValue.Found;
import io.synod.sim.history.KeyValue.Get;
import io.synod.sim.history.KeyValue.Put;
import io.synod.sim.history.KeyValue.PutIfRevision;
import io.synod.sim.history.KeyValue.PutIfValue;
import io.synod.sim.history.KeyValue.Refused;
import io.synod.sim.history.KeyValue.Result;
import io.synod.sim.history.Outcome.Answered;
import io.synod.sim.history.Outcome.Failed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Ways to change one outcome of a {@link LongHistory} after which it certainly is not linearizable,
 * each with its proof, which rests on every value being written by one operation only.
 */
enum Lie {
  /** No operation writes the value. */
  A_VALUE_THAT_NOBODY_WROTE {
    @Override
    @Nullable Outcome<Result> of(
        Operation<Command, Result> told, List<Operation<Command, Result>> all) {
      return read(told).map(it -> answer(new Found("nothing of ours", it.revision()))).orElse(null);
    }
  },
  /**
   * The write returned before another put was called, and that returned before the read was called:
   * in every order the value is gone when the read comes.
   */
  A_VALUE_THAT_WAS_OVERWRITTEN {
    @Override
    @Nullable Outcome<Result> of(
        Operation<Command, Result> told, List<Operation<Command, Result>> all) {
      return read(told)
          .flatMap(_ -> last(all, told.invoked()))
          .flatMap(second -> last(all, second.invoked()))
          .map(first -> answer(new Found(written(first.command()), revision(first))))
          .orElse(null);
    }
  },
  /** The write was called after the read had returned. */
  A_VALUE_FROM_THE_FUTURE {
    @Override
    @Nullable Outcome<Result> of(
        Operation<Command, Result> told, List<Operation<Command, Result>> all) {
      return read(told)
          .flatMap(it ->
              all.stream()
                  .filter(Lie::isChange)
                  .filter(later -> later.invoked() > told.returned())
                  .filter(later -> later.command() instanceof Put)
                  .min(Comparator.comparingLong(Operation::invoked)))
          .map(later -> answer(new Found(written(later.command()), revision(later))))
          .orElse(null);
    }
  },
  /** Somebody read the value, so the put was there. */
  A_PUT_THAT_WAS_READ_HAS_FAILED {
    @Override
    @Nullable Outcome<Result> of(
        Operation<Command, Result> told, List<Operation<Command, Result>> all) {
      return isChange(told) && isRead(written(told.command()), all) ? new Failed<>() : null;
    }
  },
  /** Somebody read the value, so the condition did hold. */
  A_CONDITIONAL_PUT_THAT_WAS_READ_WAS_REFUSED {
    @Override
    @Nullable Outcome<Result> of(
        Operation<Command, Result> told, List<Operation<Command, Result>> all) {
      boolean conditional =
          told.command() instanceof PutIfValue || told.command() instanceof PutIfRevision;
      return conditional && isChange(told) && isRead(written(told.command()), all)
          ? answer(new Refused())
          : null;
    }
  },
  /** The only put of that value was told another revision. */
  A_REVISION_THAT_IS_NOT_THE_PUTS {
    @Override
    @Nullable Outcome<Result> of(
        Operation<Command, Result> told, List<Operation<Command, Result>> all) {
      return read(told)
          .filter(it -> it.revision() != KeyValue.UNSEEN)
          .filter(it ->
              all.stream()
                  .filter(Lie::isChange)
                  .anyMatch(put -> it.value().equals(written(put.command()))))
          .map(it -> answer(new Found(it.value(), it.revision() + 1)))
          .orElse(null);
    }
  };

  /** What one operation's outcome becomes; null if this lie cannot be told of that operation. */
  abstract @Nullable Outcome<Result> of(
      Operation<Command, Result> told, List<Operation<Command, Result>> all);

  /** The history with this lie told of one operation, chosen by chance; null if there is none. */
  @Nullable List<Operation<Command, Result>> tell(
      List<Operation<Command, Result>> history, Random random) {
    int from = random.nextInt(history.size());
    for (int i = 0; i < history.size(); i++) {
      int at = (from + i) % history.size();
      Operation<Command, Result> told = history.get(at);
      List<Operation<Command, Result>> same =
          history.stream().filter(it -> it.key().equals(told.key())).toList();
      Outcome<Result> lie = of(told, same);
      if (lie != null) {
        List<Operation<Command, Result>> changed = new ArrayList<>(history);
        changed.set(at, told.with(lie));
        return changed;
      }
    }
    return null;
  }

  private static Outcome<Result> answer(Result result) {
    return new Answered<>(result);
  }

  private static Optional<Found> read(Operation<Command, Result> operation) {
    return operation.outcome() instanceof Answered<Result>(Found found)
        ? Optional.of(found)
        : Optional.empty();
  }

  private static boolean isRead(String value, List<Operation<Command, Result>> all) {
    return all.stream()
        .anyMatch(it -> read(it).filter(found -> found.value().equals(value)).isPresent());
  }

  /** Those that certainly have written a value. */
  private static boolean isChange(Operation<Command, Result> it) {
    return it.outcome() instanceof Answered<Result>(Changed _) && !(it.command() instanceof Delete);
  }

  /** The last change that returned before a time. */
  private static Optional<Operation<Command, Result>> last(
      List<Operation<Command, Result>> all, long before) {
    return all.stream()
        .filter(Lie::isChange)
        .filter(it -> it.returned() < before)
        .max(Comparator.comparingLong(Operation::returned));
  }

  private static String written(Command command) {
    return switch (command) {
      case Put(String value) -> value;
      case PutIfValue(Optional<String> _, String value) -> value;
      case PutIfRevision(long _, String value) -> value;
      case Get() -> "";
      case Delete() -> "";
    };
  }

  private static long revision(Operation<Command, Result> put) {
    return put.outcome() instanceof Answered<Result>(Changed(long revision)) ? revision : 0;
  }
}
