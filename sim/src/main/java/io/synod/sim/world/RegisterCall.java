package io.synod.sim.world;

import io.synod.core.Bytes;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call of a client for a register, at one member. */
public final class RegisterCall {

  /** The register. */
  public final String name;

  /** What is proposed, or null if the client reads. */
  public final @Nullable Bytes value;

  /** How long the client waits, in milliseconds. */
  public final long patience;

  private final Consumer<Answer> caller;
  private final Runnable lost;
  private boolean over;
  private boolean chosen;

  /**
   * A call.
   *
   * @param caller takes the answer
   * @param lost called instead if there will be none
   */
  RegisterCall(
      String name, @Nullable Bytes value, long patience, Consumer<Answer> caller, Runnable lost) {
    this.name = name;
    this.value = value;
    this.patience = patience;
    this.caller = caller;
    this.lost = lost;
  }

  RegisterEvent event(long id, long now) {
    Bytes proposed = value;
    return proposed == null
        ? new RegisterEvent.Read(id, name, now + patience)
        : new RegisterEvent.Propose(id, name, proposed, now + patience);
  }

  /** Whether it was answered, or never will be. */
  public boolean isOver() {
    return over;
  }

  /** Whether it was answered with a value. */
  boolean isChosen() {
    return chosen;
  }

  /** The call is answered. */
  public void answer(Answer answer) {
    if (!over) {
      over = true;
      chosen = answer instanceof Answer.Chosen;
      caller.accept(answer);
    }
  }

  /** Nobody will ever say what became of it. */
  public void lose() {
    if (!over) {
      over = true;
      lost.run();
    }
  }
}
