package io.synod.explorer.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pictures of the main views and of each lesson, for {@code explorer/screenshots}; tests do not
 * take them.
 */
@ExtendWith(InBrowser.class)
final class Screenshots {

  private static final Path DIRECTORY =
      Path.of(System.getProperty("screenshots", "target/pictures"));
  private static final String DUEL = "register 5 seed=7";
  private static final List<String> PROPOSED =
      List.of("register propose 1 r A", "register propose 4 r B", "wait 55");

  private final Browser browser;
  private final Site site;

  Screenshots(Browser browser, Site site) {
    this.browser = browser;
    this.site = site;
  }

  private void take(String name, ColorScheme scheme, Consumer<PlayTab> scenery) {
    Browser.NewContextOptions options =
        new Browser.NewContextOptions()
            .setViewportSize(1280, 720)
            .setDeviceScaleFactor(1.5)
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE);
    try (Tab tab = new Tab(browser, site.address(), options)) {
      PlayTab play = PlayTab.of(tab, site);
      scenery.accept(play);
      play.ask("null");
      tab.page().screenshot(new Page.ScreenshotOptions().setPath(DIRECTORY.resolve(name + ".png")));
    }
  }

  @Test
  void theMainViews() {
    take("stage", ColorScheme.LIGHT, play -> play.open(DUEL, PROPOSED));
    take("stage-dark", ColorScheme.DARK, play -> play.open(DUEL, PROPOSED));
    take(
        "space-time",
        ColorScheme.LIGHT,
        play -> {
          play.open(DUEL, List.of(PROPOSED.get(0), PROPOSED.get(1), "run"));
          play.page().keyboard().press("v");
        });
    take(
        "log",
        ColorScheme.LIGHT,
        play ->
            play.open(
                "log 5 seed=2",
                List.of("wait 2600", "propose 2 X", "propose 3 Y", "cut 1->4", "wait 260")));
    take("broken", ColorScheme.LIGHT, Screenshots::breakRule);
    take("broken-dark", ColorScheme.DARK, Screenshots::breakRule);
  }

  private static void breakRule(PlayTab play) {
    play.open("register 3 seed=1 off=register-not-adopted", List.of());
    play.page().locator("#hunt").click();
    play.page().locator(".toast").getByText("Found one").waitFor();
    play.page().keyboard().press("End");
    play.page().locator(".break").waitFor();
    play.page().locator("#panel-truths").click();
    play.page().locator(".toast[hidden]").waitFor(hidden());
  }

  private static com.microsoft.playwright.Locator.WaitForOptions hidden() {
    return new com.microsoft.playwright.Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.ATTACHED);
  }

  @Test
  void everyLesson() {
    take("lessons", ColorScheme.LIGHT, play -> visit(play, "#learn", ".lessons"));
    for (String name : Lessons.names()) {
      take(
          name,
          ColorScheme.LIGHT,
          play -> {
            visit(play, "#learn/" + name, ".reading[data-state=there]");
            int last = play.page().locator(".stops a").count() - 1;
            visit(play, "#learn/" + name + "/" + last, ".reading[data-stop='" + last + "']");
          });
    }
  }

  private static void visit(PlayTab play, String place, String seen) {
    play.page().evaluate("place => { location.hash = place; }", place);
    play.page().locator(seen).waitFor();
  }
}
