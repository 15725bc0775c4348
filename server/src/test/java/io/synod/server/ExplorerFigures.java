package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.synod.explorer.browser.Chromium;
import io.synod.explorer.browser.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast the Explorer is at a real member, for {@code explorer/figures}; tests do not measure it.
 */
final class ExplorerFigures {

  private static final Path OUT =
      Path.of(System.getProperty("figures", "target/explorer-figures.txt"));
  private static final int LOADS = 15;

  /** When the first of what moves and stands on stage is there. */
  private static final String WATCH =
      """
      const see = () => document.querySelector(".flight")
        ? (globalThis.drawn = performance.now()) : requestAnimationFrame(see);
      requestAnimationFrame(see);\
      """;

  private static final String LOADED =
      """
      async () => {
        while (!globalThis.drawn) await new Promise(requestAnimationFrame);
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
        return [paint.startTime, globalThis.drawn, all.reduce((sum, it) => sum + it.transferSize, 0)];
      }\
      """;

  /** Seven proposers, and each of their messages several times over. */
  private static final String CROWD =
      """
      async () => {
        const { app } = await import("./app.js");
        const lines = [1, 2, 3, 4, 5, 6, 7].flatMap(id => [`register propose ${id} r V${id}`, `sync ${id}`]);
        app.open("register 7 seed=3", lines);
        const links = [...new Set(app.scene.messages.map(it => `dup ${it.from}->${it.to}`))];
        app.open("register 7 seed=3", [...lines, ...links.flatMap(line => Array(5).fill(line))]);
      }\
      """;

  /** Plays until fewer than 200 messages are left, and tells how many there were in each frame. */
  private static final String PLAY =
      """
      async () => {
        const { app } = await import("./app.js");
        const { clock } = await app.part("play");
        const counts = [];
        performance.mark("begin");
        clock.speed = 0.5;
        clock.play();
        while (clock.playing && app.scene.messages.length >= 200) {
          await new Promise(requestAnimationFrame);
          counts.push(app.scene.messages.length);
        }
        performance.mark("end");
        clock.pause();
        return counts;
      }\
      """;

  @TempDir Path directory;

  @Test
  void theyAreMeasured() throws Exception {
    assertThat(Chromium.missing()).isEmpty();
    try (LocalCluster cluster = LocalCluster.ready(directory, 3);
        Chromium chromium = Chromium.start()) {
      String home = cluster.endpoints().get(cluster.leader()) + "/explorer/";
      String text = first(chromium.browser(), home) + frames(chromium.browser(), home);
      Files.writeString(OUT, text);
    }
  }

  private static String first(Browser browser, String home) {
    List<Double> paints = new ArrayList<>();
    List<Double> stages = new ArrayList<>();
    double bytes = 0;
    for (int i = 0; i < LOADS; i++) {
      try (Tab tab = new Tab(browser, home)) {
        tab.page().addInitScript(WATCH);
        tab.page().navigate(home);
        List<?> loaded = (List<?>) tab.page().evaluate(LOADED);
        paints.add(number(loaded.get(0)));
        stages.add(number(loaded.get(1)));
        bytes = number(loaded.get(2));
      }
    }
    return "first contentful paint   %s%nstage drawn              %s%nloaded for it            %.0f kB%n"
        .formatted(spread(paints), spread(stages), bytes / 1_000);
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static String frames(Browser browser, String home) throws IOException {
    Path trace = Files.createTempFile("explorer", ".json");
    try (Tab tab = new Tab(browser, home)) {
      Page page = tab.page();
      page.navigate(home);
      page.locator(".card").first().waitFor();
      page.evaluate(CROWD);
      browser.startTracing(
          page,
          new Browser.StartTracingOptions()
              .setPath(trace)
              .setCategories(List.of("devtools.timeline", "blink.user_timing", "toplevel")));
      List<Double> counts =
          ((List<?>) page.evaluate(PLAY)).stream().map(ExplorerFigures::number).toList();
      byte[] _ = browser.stopTracing();
      return "messages under way       %s%n".formatted(spread(counts))
          + work(JsonParser.parseString(Files.readString(trace)).getAsJsonObject());
    } finally {
      Files.delete(trace);
    }
  }

  /**
   * What the main thread did from frame to frame: the tasks that draw one, and all others until the
   * next.
   */
  private static String work(JsonObject trace) {
    JsonArray events = trace.getAsJsonArray("traceEvents");
    JsonObject begin = find(events, "begin");
    long from = begin.get("ts").getAsLong();
    long to = find(events, "end").get("ts").getAsLong();
    TreeSet<Long> drawings = new TreeSet<>();
    TreeMap<Long, Task> tasks = new TreeMap<>();
    for (JsonElement each : events) {
      JsonObject event = each.getAsJsonObject();
      boolean isMine =
          event.get("tid").equals(begin.get("tid")) && event.get("pid").equals(begin.get("pid"));
      long at = event.has("ts") ? event.get("ts").getAsLong() : 0;
      boolean isWhole = event.has("dur");
      if (isMine && isWhole && at >= from && at < to) {
        switch (event.get("name").getAsString()) {
          case "FireAnimationFrame" -> drawings.add(at);
          case "ThreadControllerImpl::RunTask" -> tasks.put(at, Task.of(event));
          default -> {}
        }
      }
    }
    List<Double> work = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    List<Double> gaps = new ArrayList<>();
    long last = 0;
    for (Map.Entry<Long, Task> each : tasks.entrySet()) {
      long at = each.getKey();
      Task task = each.getValue();
      Long drawn = drawings.ceiling(at);
      if (drawn != null && drawn < at + task.micros()) {
        work.add(task.micros() / 1_000.0);
        processor.add(task.processorMicros() / 1_000.0);
        if (last > 0) {
          gaps.add((at - last) / 1_000.0);
        }
        last = at;
      } else if (!work.isEmpty()) {
        work.add(work.removeLast() + task.micros() / 1_000.0);
        processor.add(processor.removeLast() + task.processorMicros() / 1_000.0);
      }
    }
    return "main thread per frame    %s%n  of it on a processor   %s%n"
            .formatted(spread(work), spread(processor))
        + "from frame to frame      %s%n".formatted(spread(gaps))
        + "frames per second        %.1f, over %.1f s%n"
            .formatted(work.size() * 1e6 / (to - from), (to - from) / 1e6);
  }

  /** A turn of the main thread. */
  private record Task(long micros, long processorMicros) {

    static Task of(JsonObject event) {
      long micros = event.get("dur").getAsLong();
      return new Task(micros, event.has("tdur") ? event.get("tdur").getAsLong() : micros);
    }
  }

  private static JsonObject find(JsonArray events, String name) {
    for (JsonElement event : events) {
      if (event.getAsJsonObject().get("name").getAsString().equals(name)) {
        return event.getAsJsonObject();
      }
    }
    throw new IllegalStateException("The trace has no " + name + ".");
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "p50 %.1f  p99 %.1f  most %.1f  (%d)",
        sorted.get(sorted.size() / 2),
        sorted.get((int) (sorted.size() * 0.99)),
        sorted.getLast(),
        sorted.size());
  }
}
