package io.synod.node.registers;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterState;
import io.synod.node.Failure;
import io.synod.node.requests.RegisterRequest;
import io.synod.node.requests.RegisterRequest.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Named values that are chosen once and never change. Any member takes proposals for any name at
 * any time; there is no leader, so there is no election to wait for when a member dies.
 *
 * <p>Any thread may call any method; none blocks. A future is completed on the member's protocol
 * thread: whatever depends on it has to be quick, or be handed to an executor. It fails with a
 * {@link RegisterException} that says why.
 */
public final class Registers {

  /** The longest name, in bytes of UTF-8. */
  public static final int LONGEST_NAME = 256;

  /** The largest value, in bytes. */
  public static final int LARGEST_VALUE = 1 << 20;

  /**
   * What a register holds for ever.
   *
   * @param value the chosen value
   * @param own whether it is the value of this very proposal. A value that was proposed before, and
   *     whose answer was lost, is not the own of a second proposal: compare the values, if each
   *     writer's are its own
   * @param rounds how many ballots the member needed for it; 0 if it only had to ask or to look
   */
  public record Chosen(Bytes value, boolean own, int rounds) {}

  /**
   * A register in a list.
   *
   * @param name the register
   * @param chosen whether the member knows a value to be chosen
   */
  public record Listed(String name, boolean chosen) {}

  /** Takes a request, as the member it is for does. */
  @FunctionalInterface
  public interface Desk {

    /** Takes a request, and replies once. */
    void ask(Kind kind, String name, Bytes value, RegisterRequest.Reply reply);
  }

  /** Looks up what the member holds. */
  @FunctionalInterface
  public interface Shelf {

    /** At most so many registers after a name. */
    CompletableFuture<List<Listed>> list(String after, int most);
  }

  private final Desk desk;
  private final Shelf shelf;

  /** The registers as one member sees them; a member makes these itself. */
  public Registers(Desk desk, Shelf shelf) {
    this.desk = desk;
    this.shelf = shelf;
  }

  /**
   * Wants a value chosen; answers with what is chosen, which may be another's value. If the future
   * fails, the value may still be chosen later; to ask again is safe.
   *
   * @param name 1 to {@link #LONGEST_NAME} bytes of UTF-8
   * @param value at most {@link #LARGEST_VALUE} bytes
   * @throws IllegalArgumentException if the name or the value is not as it has to be; the message
   *     is a sentence for people
   */
  public CompletableFuture<Chosen> propose(String name, Bytes value) {
    if (value.length() > LARGEST_VALUE) {
      throw new IllegalArgumentException(
          "The value of register %s has %d bytes, and may have %d."
              .formatted(name, value.length(), LARGEST_VALUE));
    }
    return ask(Kind.PROPOSE, name, value).thenApply(answer -> chosen(answer).orElseThrow());
  }

  /**
   * What is chosen; empty if nothing was when the call began.
   *
   * @throws IllegalArgumentException if the name is not as it has to be
   */
  public CompletableFuture<Optional<Chosen>> read(String name) {
    return ask(Kind.READ, name, Bytes.EMPTY).thenApply(Registers::chosen);
  }

  /**
   * What each member holds, without those that do not answer in time.
   *
   * @throws IllegalArgumentException if the name is not as it has to be
   */
  public CompletableFuture<Map<MemberId, RegisterState>> explain(String name) {
    return ask(Kind.EXPLAIN, name, Bytes.EMPTY)
        .thenApply(
            answer -> answer instanceof Answer.Explained explained ? explained.states() : Map.of());
  }

  /**
   * The registers that this member has promised or accepted anything for, or knows to be chosen, in
   * the order of their names. Others may know more.
   *
   * @param after the name to begin after; empty for the first
   * @param most how many at most
   */
  public CompletableFuture<List<Listed>> list(String after, int most) {
    return shelf.list(after, most);
  }

  private static Optional<Chosen> chosen(Answer answer) {
    return answer instanceof Answer.Chosen chosen
        ? Optional.of(new Chosen(chosen.value(), chosen.own(), chosen.rounds()))
        : Optional.empty();
  }

  private CompletableFuture<Answer> ask(Kind kind, String name, Bytes value) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "The name of a register has 1 to %d bytes of UTF-8, and this one has %d."
              .formatted(LONGEST_NAME, length));
    }
    CompletableFuture<Answer> future = new CompletableFuture<>();
    Consumer<Answer> answered =
        answer -> {
          if (answer instanceof Answer.TimedOut) {
            future.completeExceptionally(new RegisterException(Failure.TIMED_OUT, kind, name));
          } else {
            future.complete(answer);
          }
        };
    Consumer<Failure> failed =
        failure -> future.completeExceptionally(new RegisterException(failure, kind, name));
    desk.ask(kind, name, value, new RegisterRequest.Reply(answered, failed));
    return future;
  }
}
