package io.synod.explorer;

import io.synod.core.Message;
import io.synod.sim.transcript.Rehearsal;
import org.jspecify.annotations.Nullable;

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

  private @Nullable String words;
  private @Nullable String fields;

  Flight(long id, int from, int to, Message message, int step, long sentAt, long due) {
    this.id = id;
    this.from = from;
    this.to = to;
    this.message = message;
    this.step = step;
    this.sentAt = sentAt;
    this.due = due;
  }

  /** The message in words: found once, when somebody asks, for a scene asks at each step. */
  String words() {
    if (words == null) {
      words = Rehearsal.words(message);
    }
    return words;
  }

  /** What never changes of it, as fields of JSON: written once, too. */
  String fields() {
    if (fields == null) {
      fields =
          Json.fields(json ->
              json.field("id", id)
                  .field("from", from + 1)
                  .field("to", to + 1)
                  .field("kind", Labels.kind(message))
                  .field("text", words())
                  .field("ballot", Setting.word(Labels.ballot(message)))
                  .field("step", step)
                  .field("sent", sentAt));
    }
    return fields;
  }
}
