package io.synod.explorer;

import io.synod.core.Message;

/** A message on its way: which one, since when, and when it arrives if nobody meddles. */
final class Flight {

  final long id;
  final int from;
  final int to;
  final Message message;

  /** The step in which it left. */
  final int step;

  final long sentAt;
  long due;

  Flight(long id, int from, int to, Message message, int step, long sentAt, long due) {
    this.id = id;
    this.from = from;
    this.to = to;
    this.message = message;
    this.step = step;
    this.sentAt = sentAt;
    this.due = due;
  }
}
