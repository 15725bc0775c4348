package io.synod.examples.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.node.ChosenListener;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one machine has seen happen, slot by slot. It would rather see a later event than wait for a
 * missing one, and knows which are missing; the books of the same machine wait.
 */
public final class Timeline implements ChosenListener {

  static final String MISSING = "(missing)";

  private final Map<Long, String> seen = new TreeMap<>();

  /** Nothing seen yet. */
  public Timeline() {}

  @Override
  public synchronized void chosen(long slot, List<byte[]> commands, boolean late) {
    String events =
        commands.stream()
            .map(command -> new String(command, UTF_8))
            .collect(Collectors.joining("; "));
    seen.remove(slot);
    if (!events.isEmpty()) {
      seen.put(slot, events + (late ? " (late)" : ""));
    }
    notifyAll();
  }

  @Override
  public synchronized Gap missing(long first, long last) {
    for (long slot = first; slot <= last; slot++) {
      seen.putIfAbsent(slot, MISSING);
    }
    notifyAll();
    return Gap.GO_ON;
  }

  /** What was seen, by slots; {@code (missing)} where something is known to be missing. */
  public synchronized Map<Long, String> seen() {
    return new TreeMap<>(seen);
  }

  /** Waits until something was seen as said; late or not. */
  synchronized void await(String what) throws InterruptedException {
    while (seen.values().stream().noneMatch(event -> event.startsWith(what))) {
      wait();
    }
  }

  /** Draws timelines side by side, as far as the longest goes. */
  static String draw(List<Timeline> timelines) {
    TreeSet<Long> slots = new TreeSet<>();
    timelines.forEach(timeline -> slots.addAll(timeline.seen().keySet()));
    StringBuilder page = new StringBuilder(row("slot", "machine 1", "machine 2", "machine 3"));
    for (long slot : slots) {
      page.append(
          row(
              String.valueOf(slot),
              timelines.stream()
                  .map(timeline -> timeline.seen().getOrDefault(slot, ""))
                  .toArray(String[]::new)));
    }
    return page.toString();
  }

  private static String row(String slot, String... cells) {
    StringBuilder row = new StringBuilder(String.format("  %4s", slot));
    for (String cell : cells) {
      row.append(String.format("  %-26s", cell));
    }
    return row.toString().stripTrailing() + System.lineSeparator();
  }
}
