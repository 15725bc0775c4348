package io.synod.core;

/** What happens to a member's registers, apart from messages, time and the disk. */
public sealed interface RegisterEvent {

  /**
   * A client of this member wants a value chosen.
   *
   * @param id the caller's number, from 1, larger than every one before
   * @param name the register
   * @param value the value
   * @param deadline when the client waits no longer, on the clock of the ticks
   */
  record Propose(long id, String name, Bytes value, long deadline) implements RegisterEvent {}

  /**
   * A client of this member wants to know what is chosen.
   *
   * @param id the caller's number, as in {@link Propose}
   * @param name the register
   * @param deadline when the client waits no longer
   */
  record Read(long id, String name, long deadline) implements RegisterEvent {}

  /**
   * Somebody wants to see what each member holds.
   *
   * @param id the caller's number, as in {@link Propose}
   * @param name the register
   * @param deadline when those that have not answered are left out
   */
  record Explain(long id, String name, long deadline) implements RegisterEvent {}

  /**
   * Answers a load: see {@link RegisterEffects#loads}.
   *
   * @param name the register
   * @param state what was stored last
   */
  record Loaded(String name, RegisterState state) implements RegisterEvent {}
}
