package io.synod.store.request;

/**
 * A request is not done, and nothing has changed. Carries no stack trace: it is an answer, not an
 * accident.
 */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  /** Refuses for a reason. */
  public RefusedException(Refusal refusal) {
    super(refusal.text(), null, false, false);
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
