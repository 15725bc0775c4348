package io.synod.sim.check;

/** A checker's accusation: ends the run. */
public final class Finding extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String checker;

  /**
   * An accusation.
   *
   * @param checker the name of the rule that was broken
   * @param sentence what is wrong, for a person
   */
  public Finding(String checker, String sentence) {
    super(sentence, null, false, false);
    this.checker = checker;
  }

  /** The name of the rule that was broken. */
  public String checker() {
    return checker;
  }

  /** What is wrong, for a person. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
