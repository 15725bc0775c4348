package io.synod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NearestTest {
  private static final List<String> COMMANDS = List.of("up", "put", "get", "del", "status");

  @ParameterizedTest
  @CsvSource({"gte, get", "puts, put", "statsu, status", "sttus, status", "up, up"})
  void suggestsTheWordWithTheFewestEdits(String typed, String meant) {
    assertThat(Nearest.to(typed, COMMANDS)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"elephant", "stop", "xyz"})
  void suggestsNothingWhenAllWordsAreFarOff(String typed) {
    assertThat(Nearest.to(typed, COMMANDS)).isEmpty();
  }
}
