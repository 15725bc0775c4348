package io.synod.node.machine;

import io.synod.core.Bytes;

/** What became of a command. */
public sealed interface Answer {

  /**
   * It was applied, now or when it came first.
   *
   * @param bytes what the state machine answered
   */
  record Result(Bytes bytes) implements Answer {}

  /**
   * It was not applied, because its session has gone on to a later one.
   *
   * @param last the newest sequence of the session
   */
  record Superseded(long last) implements Answer {}

  /** It was not applied, because its session was forgotten, or never began. */
  record Unknown() implements Answer {}
}
