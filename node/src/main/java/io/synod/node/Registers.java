package io.synod.node;

import io.synod.core.Bytes;
import io.synod.node.registers.RegisterException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Named values that are chosen once and never change. Any member takes proposals for any name at
 * any time, without a leader, so that there is no election to wait for when a member dies. They
 * stand beside the log and its state machine.
 *
 * <p>Any thread may call any method; none blocks. Futures are completed as those of {@link Member}
 * are, and fail with a {@link RequestException}; to propose a value again is safe then.
 */
public final class Registers {

  /** What a register holds for ever. Immutable. */
  public static final class Chosen {

    private final io.synod.node.registers.Registers.Chosen chosen;

    private Chosen(io.synod.node.registers.Registers.Chosen chosen) {
      this.chosen = chosen;
    }

    /** The value: a copy. */
    public byte[] value() {
      return chosen.value().array().clone();
    }

    /**
     * Whether it is the value of this very proposal. A value that was proposed before, and whose
     * answer was lost, is not the own of a second proposal.
     */
    public boolean isOwn() {
      return chosen.own();
    }
  }

  private final io.synod.node.registers.Registers registers;
  private final Executor answers;

  Registers(io.synod.node.registers.Registers registers, Executor answers) {
    this.registers = registers;
    this.answers = answers;
  }

  /**
   * Wants a value chosen; answers with what is chosen, which may be another's value.
   *
   * @param name 1 to 256 bytes of UTF-8
   * @param value at most 1 MiB
   * @throws IllegalArgumentException if the name or the value is not as it has to be
   */
  public CompletableFuture<Chosen> propose(String name, byte[] value) {
    return answered(registers.propose(name, Bytes.wrap(value.clone())), Chosen::new);
  }

  /**
   * What is chosen; empty if nothing was when the call began.
   *
   * @throws IllegalArgumentException if the name is not as it has to be
   */
  public CompletableFuture<Optional<Chosen>> read(String name) {
    return answered(registers.read(name), chosen -> chosen.map(Chosen::new));
  }

  private <T, U> CompletableFuture<U> answered(CompletableFuture<T> answer, Function<T, U> seen) {
    CompletableFuture<U> future = new CompletableFuture<>();
    var _ =
        answer.whenCompleteAsync(
            (result, failure) -> {
              if (failure == null) {
                future.complete(seen.apply(result));
              } else {
                future.completeExceptionally(explained(failure));
              }
            },
            answers);
    return future;
  }

  private static Throwable explained(Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return explained(failure.getCause());
    }
    return failure instanceof RegisterException e ? new RequestException(e.failure()) : failure;
  }
}
