package io.synod.cli.faults;

import io.synod.cli.client.StatusPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The members of a test, and what they think together. */
record Cluster(List<Node> nodes) {

  Cluster {
    nodes = List.copyOf(nodes);
  }

  Node node(int index) {
    return nodes.get(index);
  }

  /** Starts every member and waits until they serve; see {@link #awaitReady}. */
  void start() throws InterruptedException {
    nodes.forEach(Node::start);
    awaitReady();
  }

  /** Waits until every member follows the same leader and has applied what the others have. */
  void awaitReady() throws InterruptedException {
    AtomicReference<@Nullable Long> goal = new AtomicReference<>();
    Await.until(
        "all members follow one leader",
        () -> {
          List<StatusPage> pages = pages();
          Set<String> leaders = new HashSet<>();
          pages.forEach(page -> leaders.add(page.leader()));
          goal.set(pages.stream().mapToLong(StatusPage::chosen).max().orElseThrow());
          return leaders.size() == 1 && !leaders.contains("");
        });
    Long slot = goal.get();
    long least = slot == null ? 0 : slot;
    Await.until(
        "all members have applied slot " + least,
        () -> pages().stream().allMatch(page -> page.applied() >= least));
  }

  private List<StatusPage> pages() throws IOException {
    List<StatusPage> pages = new ArrayList<>();
    for (Node node : nodes) {
      pages.add(node.status());
    }
    return pages;
  }

  /** The member that leads; waits until there is one that says so of itself. */
  Node leader() throws InterruptedException {
    AtomicReference<@Nullable Node> found = new AtomicReference<>();
    Await.until(
        "a member leads",
        () -> {
          for (Node node : nodes) {
            if (node.isRunning() && node.status().role().equals("leader")) {
              found.set(node);
              return true;
            }
          }
          return false;
        });
    Node leader = found.get();
    if (leader == null) {
      throw new AssertionError("A leader was found and is gone.");
    }
    return leader;
  }

  /** All but one. */
  List<Node> others(Node node) {
    return nodes.stream().filter(other -> other != node).toList();
  }

  /** Waits until all have applied the same slots; fails unless they are the same by hash. */
  void awaitSameLog() throws InterruptedException {
    Await.until(
        "all members have applied the same slots",
        () -> {
          List<StatusPage> pages = pages();
          if (pages.stream().map(StatusPage::applied).distinct().count() != 1) {
            return false;
          }
          if (pages.stream().map(StatusPage::logHash).distinct().count() != 1) {
            throw new AssertionError("The members' logs differ: " + pages);
          }
          return true;
        });
  }
}
