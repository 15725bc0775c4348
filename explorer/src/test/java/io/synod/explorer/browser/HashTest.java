package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.Simulation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The browser's runs are the JVM's. */
@ExtendWith(InBrowser.class)
final class HashTest {

  private static final int LAST = 1000;

  /** How many of the thousand are compared: {@code -Dhashes=1000} compares them all. */
  private static final int COMPARED = Integer.getInteger("hashes", 50);

  @Test
  void theSimulatorRunsInTheBrowserAsOnTheJvm(Tab tab, Site site) {
    List<Integer> seeds =
        IntStream.rangeClosed(1, COMPARED).map(i -> i * LAST / COMPARED).boxed().toList();
    CompletableFuture<List<String>> expected =
        CompletableFuture.supplyAsync(() ->
            seeds.stream()
                .map(seed -> seed + " " + Long.toHexString(Simulation.run(seed).hash()))
                .toList());
    tab.page().navigate(site.empty());

    Object hashes =
        tab.page()
            .evaluate(
                """
                async seeds => {
                  const engine = await import("./engine.js");
                  return seeds.map(seed => seed + " " + engine.hashes(seed, 1)).join("");
                }\
                """,
                seeds);

    assertThat(String.valueOf(hashes).lines().toList())
        .hasSize(COMPARED)
        .isEqualTo(expected.join());
  }
}
