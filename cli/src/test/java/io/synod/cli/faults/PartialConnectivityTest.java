package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.synod.cli.faults.links.Namespaces;
import io.synod.cli.faults.links.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One member that reaches a quorum is enough, whichever other links are gone. */
final class PartialConnectivityTest {
  private static final int CLIENTS_PAUSE_MILLIS = 10;

  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void writesGoOnAndAllConvergeWhenLinksAreBack(int members) throws Exception {
    Optional<String> whyNot = Namespaces.whyNot();
    assumeTrue(whyNot.isEmpty(), whyNot::orElseThrow);
    try (Split split = Split.start(processes, home, members, List.of())) {
      split.cluster().awaitReady();
      for (Shape shape : Shape.values()) {
        run(split, shape);
      }
    }
  }

  private static void run(Split split, Shape shape) throws Exception {
    Probe probe = split.probe();
    probe.goOn();
    int leader = probe.awaitLeader();
    int members = split.cluster().nodes().size();
    try (Clients clients = new Clients(split.cluster(), members, CLIENTS_PAUSE_MILLIS)) {
      clients.awaitMore(50);
      split.cut(shape, leader);
      List<String> times = new ArrayList<>();
      for (int member : shape.served(members, leader)) {
        String name = split.cluster().node(member).name();
        Await.until(
            "a write through " + name + " is acknowledged in shape " + shape.title(),
            () -> probe.first(member).isPresent());
        times.add(
            String.format(Locale.ROOT, "%s %.3f s", name, probe.first(member).orElseThrow() / 1e9));
      }
      clients.awaitMore(50);
      int changes = probe.leaderChanges();
      assertTrue(
          changes > 0 || shape.keepsLeader(members, leader),
          "Who reaches no quorum still leads: the links were not cut.");
      split.heal();
      probe.awaitLeader();
      String checked = clients.check();
      probe.pause();
      split.cluster().awaitSameLog();
      System.out.printf(
          "%s of %d, %s led: next write through %s; leader changes: %d; %s%n",
          shape.title(),
          members,
          split.cluster().node(leader).name(),
          String.join(", ", times),
          changes,
          checked);
    }
  }
}
