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

  /** The first of the thousand: {@code -Dhashes.from=1001} compares those of the next. */
  private static final int FIRST = Integer.getInteger("hashes.from", 1);

  /** What differed once: reads that their callers had given up were taken out of an ArrayDeque. */
  private static final int DIFFERED = 371;

  @Test
  void theSimulatorRunsInTheBrowserAsOnTheJvm(Tab tab, Site site) {
    List<Integer> seeds =
        IntStream.concat(
                IntStream.of(DIFFERED),
                IntStream.rangeClosed(1, COMPARED).map(i -> FIRST - 1 + i * LAST / COMPARED))
            .boxed()
            .toList();
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
        .hasSize(COMPARED + 1)
        .isEqualTo(expected.join());
  }
}
