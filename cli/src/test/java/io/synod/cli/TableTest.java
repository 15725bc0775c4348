package io.synod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("NAME", "ROLE");
    table.row("m1", "follower");
    table.row("member10", "leader");

    assertThat(table.toString())
        .isEqualTo(
            """
            NAME      ROLE
            m1        follower
            member10  leader
            """);
  }
}
