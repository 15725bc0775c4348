package io.synod.server.front;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 15, 16, 17, 31, 32, 1_000, 65_535, 65_536, 999_999, 1_800_000_000})
  void whatIsCountedIsFoundAgainToASixteenth(long micros) {
    latencies.add(1_000 * micros);
    long[] found = latencies.take(0.5, 1);
    assertThat(found[0]).isGreaterThanOrEqualTo(micros).isEqualTo(found[1]);
    assertThat((double) found[0]).isCloseTo((double) micros, Percentage.withPercentage(6.25));
  }

  @Test
  void sharesAreOfAllThatWasCounted() {
    for (int i = 1; i <= 99; i++) {
      latencies.add(1_000 * 10);
    }
    latencies.add(1_000 * 500);
    assertThat(latencies.take(0.5, 0.99)).containsExactly(10, 10);
    latencies.add(1_000 * 3);
    assertThat(latencies.take(0.5, 0.99)).containsExactly(3, 3);
    assertThat(latencies.take(0.5, 0.99)).isEmpty();
  }

  @Test
  void whatTakesForeverCountsAsVeryLong() {
    latencies.add(Long.MAX_VALUE);
    latencies.add(-1);
    assertThat(latencies.take(0.1, 1)).startsWith(0);
    assertThat(latencies.take(0.5)).isEmpty();
  }
}
