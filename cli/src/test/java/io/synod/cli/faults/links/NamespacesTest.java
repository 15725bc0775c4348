package io.synod.cli.faults.links;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links are cut when they are said to be, and nothing is left behind. */
final class NamespacesTest {
  /** No process has such an id. */
  private static final String OF_THE_DEAD = "synod-99999999-0-1-r";

  @BeforeEach
  void canMakeSome() {
    Optional<String> whyNot = Namespaces.whyNot();
    assumeTrue(whyNot.isEmpty(), whyNot::orElseThrow);
  }

  @Test
  void onlyTheLinksThatAreLeftAreRouted() throws IOException {
    try (Namespaces net = Namespaces.make(3)) {
      net.only(Set.of(new Link(0, 1)));
      assertTrue(net.routes(0, 1));
      assertTrue(net.routes(1, 0));
      assertFalse(net.routes(0, 2));
      assertFalse(net.routes(2, 1));
      net.heal();
      assertTrue(net.routes(2, 1));
    }
  }

  @Test
  void whatIsClosedIsGoneWithItsProcesses() throws Exception {
    Namespaces net = Namespaces.make(2);
    assertTrue(net.exists());
    List<String> words = new ArrayList<>(net.at(1));
    words.addAll(List.of("sleep", "600"));
    Process process = new ProcessBuilder(words).start();
    while (Ip.run("netns", "pids", net.at(1).getLast()).isEmpty()) {
      Thread.onSpinWait();
    }
    net.close();
    process.waitFor();
    assertFalse(net.exists());
  }

  @Test
  void whatADeadProcessLeftBehindIsRemoved() throws IOException {
    Ip.run("netns", "add", OF_THE_DEAD);
    assertEquals(Optional.empty(), Namespaces.whyNot());
    assertTrue(Ip.run("netns", "list").stream().noneMatch(line -> line.startsWith(OF_THE_DEAD)));
  }
}
