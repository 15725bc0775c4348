package io.synod.server.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** etcd's rules for compacting without being asked. */
final class RuleTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  @ParameterizedTest
  @CsvSource({
    "1, 3600",
    "1h, 3600",
    "10m, 600",
    "1h30m, 5400",
    "1.5h, 5400",
    "90s, 90",
    "5000ms, 5"
  })
  void aPeriodIsANumberOfHoursOrADurationOfGos(String text, long seconds) {
    assertThat(Retention.period(text)).contains(new Retention.Period(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1d", "h", "1h ", "x1h", "99999999999999999999", "-1h"})
  void whatIsNeitherIsNone(String text) {
    assertThat(Retention.period(text)).isEmpty();
    assertThat(Retention.revisions(text)).isEmpty();
  }

  @Test
  void zeroKeepsAll() {
    assertThat(Retention.period("0")).isEqualTo(Optional.of(new Retention.All()));
    assertThat(Retention.period("0s")).isEqualTo(Optional.of(new Retention.All()));
    assertThat(Retention.revisions("0")).isEqualTo(Optional.of(new Retention.All()));
    assertThat(Retention.revisions("1000")).contains(new Retention.Revisions(1000));
  }

  @Test
  void soManyRevisionsAreKept() {
    Rule rule = Rule.of(new Retention.Revisions(100));
    assertThat(rule.everyMillis()).isEqualTo(5 * MINUTE);
    assertThat(rule.tick(100, 0)).isEmpty();
    assertThat(rule.tick(150, 0)).hasValue(50);
    assertThat(rule.tick(160, 0)).hasValue(60);
    rule.done(60, 0);
    assertThat(rule.tick(160, 0)).isEmpty();
    assertThat(rule.tick(161, 0)).hasValue(61);
  }

  /** Revisions that grow by one each minute from 1. */
  private static OptionalLong tickAt(Rule rule, long minute) {
    OptionalLong due = rule.tick(1 + minute, minute * MINUTE);
    due.ifPresent(revision -> rule.done(revision, minute * MINUTE));
    return due;
  }

  @Test
  void aPeriodShorterThanAnHourIsKeptAndCompactedOncePerPeriod() {
    Rule rule = Rule.of(new Retention.Period(Duration.ofMinutes(10)), 1, 0);
    assertThat(rule.everyMillis()).isEqualTo(MINUTE);
    for (long minute = 1; minute <= 35; minute++) {
      OptionalLong due = tickAt(rule, minute);
      if (minute % 10 == 0) {
        // As with etcd, a note older than the period is not too old.
        assertThat(due).hasValue(Math.max(1, 1 + minute - 10 - 1));
      } else {
        assertThat(due).isEmpty();
      }
    }
  }

  @Test
  void aPeriodLongerThanAnHourIsKeptAndCompactedOncePerHour() {
    Rule rule = Rule.of(new Retention.Period(Duration.ofHours(3)), 1, 0);
    assertThat(rule.everyMillis()).isEqualTo(HOUR / 10);
    for (long minute = 6; minute <= 10 * 60; minute += 6) {
      OptionalLong due = tickAt(rule, minute);
      if (minute >= 3 * 60 && minute % 60 == 0) {
        assertThat(due).hasValue(Math.max(1, 1 + minute - 3 * 60 - 6));
      } else {
        assertThat(due).isEmpty();
      }
    }
  }

  @Test
  void whatFailedIsDueAgainAtTheNextTick() {
    Rule rule = Rule.of(new Retention.Period(Duration.ofMinutes(10)), 1, 0);
    for (long minute = 1; minute < 10; minute++) {
      assertThat(rule.tick(1 + minute, minute * MINUTE)).isEmpty();
    }
    assertThat(rule.tick(11, 10 * MINUTE)).hasValue(1);
    assertThat(rule.tick(12, 11 * MINUTE)).hasValue(1);
    rule.done(1, 11 * MINUTE);
    assertThat(rule.tick(13, 12 * MINUTE)).isEmpty();
  }
}
