package io.synod.server.compaction;

import java.time.Duration;
import java.util.Optional;

/** How much of the history is kept. */
public sealed interface Retention {

  /** All of it. */
  record All() implements Retention {}

  /**
   * So many revisions.
   *
   * @param count at least 1
   */
  record Revisions(long count) implements Retention {}

  /**
   * What happened since then.
   *
   * @param period longer than nothing
   */
  record Period(Duration period) implements Retention {}

  /** A number of revisions as etcd's flag has it; 0 keeps all. */
  static Optional<Retention> revisions(String text) {
    return number(text).map(count -> count == 0 ? new All() : new Revisions(count));
  }

  /**
   * A period as etcd's flag has it: a number of hours or a duration as Go writes it; 0 keeps all.
   */
  static Optional<Retention> period(String text) {
    return number(text)
        .filter(hours -> hours <= Long.MAX_VALUE / Duration.ofHours(1).toNanos())
        .map(Duration::ofHours)
        .or(() -> GoDuration.parse(text))
        .map(period -> period.isZero() ? new All() : new Period(period));
  }

  private static Optional<Long> number(String text) {
    return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
