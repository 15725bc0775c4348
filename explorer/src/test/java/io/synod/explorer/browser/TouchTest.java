package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.synod.explorer.browser.PlayTab.Point;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What hands do on a tablet, with a finger. */
@ExtendWith(InBrowser.class)
final class TouchTest {

  private static final int STEPS = 4;

  /**
   * What is too small for a finger, apart from what stands on stage, where the nearest is meant.
   */
  private static final String SMALL =
      """
      [...document.querySelectorAll("button, select, input, a")]
        .filter(it => it.checkVisibility() && !it.closest(".stage, .unseen"))
        .filter(it => { const { width, height } = it.getBoundingClientRect(); return width < 24 || height < 24; })
        .map(it => it.outerHTML)\
      """;

  private final Browser browser;
  private final Site site;

  TouchTest(Browser browser, Site site) {
    this.browser = browser;
    this.site = site;
  }

  private void onATablet(int width, int height, Consumer<PlayTab> test) {
    Browser.NewContextOptions tablet =
        new Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setHasTouch(true)
            .setIsMobile(true);
    try (Tab tab = new Tab(browser, site.address(), tablet)) {
      test.accept(PlayTab.of(tab, site));
      assertThat(tab.faults()).isEmpty();
    }
  }

  private static void touch(CDPSession session, String type, Point... fingers) {
    JsonArray points = new JsonArray();
    for (Point finger : fingers) {
      JsonObject point = new JsonObject();
      point.addProperty("x", finger.x());
      point.addProperty("y", finger.y());
      points.add(point);
    }
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", points);
    JsonObject _ = session.send("Input.dispatchTouchEvent", event);
  }

  private static void drag(Page page, Point from, Point to) {
    CDPSession session = page.context().newCDPSession(page);
    touch(session, "touchStart", from);
    for (int i = 1; i <= STEPS; i++) {
      double part = (double) i / STEPS;
      touch(
          session, "touchMove", from.plus((to.x() - from.x()) * part, (to.y() - from.y()) * part));
    }
    touch(session, "touchEnd");
    session.detach();
  }

  @Test
  void aFingerDragsMessagesAndDrawsLinksAndTurnsTimeBack() {
    onATablet(
        820,
        1180,
        play -> {
          Page page = play.page();
          play.open("register 3 seed=1", List.of("register propose 1 r A", "sync 1"));
          Point message = PlayTab.middle(play.message("deliver 1->2"));

          drag(page, message.plus(14, -12), PlayTab.middle(play.card(2)));
          assertThat(play.lines()).endsWith("deliver 1->2 1");

          drag(page, PlayTab.middle(play.card(3)), PlayTab.middle(play.card(2)));
          page.getByText("Cut only m3 → m2").click();
          assertThat(play.lines()).endsWith("cut 3->2");

          Point end = PlayTab.middle(page.locator("#when"));
          double half = page.locator("#when").boundingBox().width / 2;
          drag(page, end.plus(half - 10, 0), end.plus(10 - half, 0));
          assertThat(play.position()).isZero();
        });
  }

  @Test
  void nothingIsTooSmallForAFinger() {
    onATablet(
        1180,
        820,
        play -> {
          play.open("log 5 seed=1", List.of("wait 2600", "propose 2 X", "wait 30"));
          assertThat((List<?>) play.page().evaluate(SMALL)).isEmpty();
        });
  }
}
