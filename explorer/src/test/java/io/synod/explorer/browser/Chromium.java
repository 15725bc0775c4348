package io.synod.explorer.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A real browser, driven by Playwright on the Node.js that is there. Not for several threads. */
public final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path executable, Path node) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString())));
    browser =
        playwright.chromium().launch(new BrowserType.LaunchOptions().setExecutablePath(executable));
  }

  /** What there is no browser without, in a sentence; empty if all is there. */
  public static Optional<String> missing() {
    if (executable().isEmpty()) {
      return Optional.of("There is no Chromium here (Debian's package chromium).");
    }
    if (onPath("node").isEmpty()) {
      return Optional.of("There is no Node.js here to drive Chromium (Debian's package nodejs).");
    }
    return Optional.empty();
  }

  /** Starts one. */
  public static Chromium start() {
    return new Chromium(executable().orElseThrow(), onPath("node").orElseThrow());
  }

  /** What opens windows that know nothing of each other. */
  public Browser browser() {
    return browser;
  }

  private static Optional<Path> executable() {
    return NAMES.stream().flatMap(name -> onPath(name).stream()).findFirst();
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
