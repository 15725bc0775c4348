package io.synod.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasuredPartTest {
  private static final MeasuredPart ONE = new MeasuredPart("bench/one");
  private static final MeasuredPart OTHER = new MeasuredPart("bench/other");

  @Test
  void thePageKeepsWhatPeopleWroteAroundTheMeasuredPart() {
    String once = ONE.replace("# Title\n\nProse.\n", "first");
    String page = ONE.replace(once + "\nMore prose.\n", "second");
    assertThat(page).contains("Prose.").contains("second").contains("More prose.");
    assertThat(page).doesNotContain("first");
  }

  @Test
  void eachCommandHasAPartOfItsOwn() {
    String both = OTHER.replace(ONE.replace("# Title\n", "first"), "other");
    assertThat(ONE.replace(both, "second")).contains("other").contains("second");
    assertThat(OTHER.replace(both, "another"))
        .contains("first")
        .endsWith("another\n<!-- measured: end -->\n");
  }
}
