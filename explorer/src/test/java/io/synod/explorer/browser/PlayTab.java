package io.synod.explorer.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The Play tab, as a person's hands have it. */
final class PlayTab {

  /** Something that can be done, as the scene lists it. */
  record Hand(String line, String label, int member) {

    /** The same for all members and values. */
    String kind() {
      return line.replaceAll("\\d+( [|] .*)?", "#").replaceAll(" X$", " VALUE");
    }

    boolean isOfMessage() {
      return line.matches("(deliver|drop|dup|late) .*");
    }

    boolean isOfLink() {
      return line.matches("(cut|heal|partition).*");
    }

    boolean asks() {
      return line.endsWith(" X");
    }
  }

  private static final String APP = "const { app } = await import('./app.js'); ";

  /** What was played is on the screen once a frame has been drawn. */
  private static final String DRAWN =
      "await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));";

  /** Messages stand where they are to be found. */
  private static final String STILL =
      "const { clock } = await app.part('play');"
          + "while (clock.shown !== app.scene.now) await new Promise(requestAnimationFrame);";

  private final Page page;

  private PlayTab(Page page) {
    this.page = page;
  }

  /** Opens the page, and waits for its first picture. */
  static PlayTab of(Tab tab, Site site) {
    tab.page().navigate(site.address());
    tab.page().locator(".card").first().waitFor();
    return new PlayTab(tab.page());
  }

  /** The page that is open there. */
  static PlayTab in(Tab tab) {
    return new PlayTab(tab.page());
  }

  Page page() {
    return page;
  }

  /** Begins a run. */
  void open(String setting, List<String> lines) {
    page.evaluate(
        "async ([setting, lines]) => {" + APP + "app.open(setting, lines);" + DRAWN + "}",
        List.of(setting, lines));
  }

  /** What a script says of the page's {@code app}. */
  Object ask(String expression) {
    return page.evaluate("async () => {" + APP + DRAWN + "return " + expression + "}");
  }

  List<String> lines() {
    return ((List<?>) ask("app.lines")).stream().map(String::valueOf).toList();
  }

  int position() {
    return ((Number) ask("app.position")).intValue();
  }

  /** The scene that is shown, as a text. */
  String scene() {
    return String.valueOf(ask("JSON.stringify(app.scene)"));
  }

  List<Hand> can() {
    return ((List<?>) ask("app.scene.can"))
        .stream().map(hand -> (Map<?, ?>) hand).map(PlayTab::hand).toList();
  }

  private static Hand hand(Map<?, ?> hand) {
    return new Hand(
        String.valueOf(hand.get("line")),
        String.valueOf(hand.get("label")),
        Integer.parseInt(String.valueOf(hand.get("member"))));
  }

  /** The element of the first message of the link that a line names. */
  Locator message(String line) {
    page.evaluate("async () => {" + APP + STILL + "}");
    String[] link = line.split(" ", -1)[1].split("->", -1);
    Object id =
        ask(
            "app.scene.messages.find(m => m.from === %s && m.to === %s && m.place === 1).id"
                .formatted(link[0], link[1]));
    return page.locator(".flight[data-id='" + id + "']");
  }

  Locator card(int member) {
    return page.locator(".card[data-member='" + member + "']");
  }

  /** What the open menu calls what a hand does. */
  static Pattern item(Hand hand) {
    String label =
        switch (hand.line().split(" ", -1)[0]) {
          case "deliver" -> "Deliver it now";
          case "drop" -> "Drop it";
          case "dup" -> "Duplicate it";
          case "late" -> "Delay it";
          case "heal" -> "Heal all links";
          case "cut" -> "Cut it both ways";
          case "partition" -> "Split into";
          default -> hand.label();
        };
    boolean isWhole = label.equals(hand.label());
    return Pattern.compile("^\\s*" + plain(label) + (isWhole ? "\\s*$" : ".*"));
  }

  /** A text as a pattern that JavaScript understands, too. */
  private static String plain(String text) {
    return text.replaceAll("([^\\w ,])", "\\\\$1");
  }

  /** Does it by mouse. */
  void click(Hand hand) {
    if (hand.isOfMessage()) {
      message(hand.line()).click();
    } else if (hand.line().startsWith("partition")) {
      slice(hand.member());
    } else if (hand.isOfLink()) {
      drag(middle(card(1)), middle(card(2)));
    } else {
      card(hand.member()).locator(".face").click();
    }
    Locator menu = page.locator(".menu");
    if (hand.asks()) {
      Locator form =
          menu.locator("form").filter(new Locator.FilterOptions().setHasText(hand.label()));
      form.locator("input").fill("Q");
      form.locator("button").click();
    } else {
      menu.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(item(hand))).click();
    }
  }

  /** Does it by keyboard. */
  void type(Hand hand) {
    if (hand.isOfLink()) {
      page.keyboard().press("/");
      page.locator("#find:focus").waitFor();
      page.keyboard().type(hand.line());
      page.keyboard().press("Enter");
      page.keyboard().press("Escape");
      page.evaluate("document.activeElement.blur()");
      return;
    }
    if (hand.isOfMessage()) {
      Locator message = message(hand.line());
      until("m", () -> (Boolean) message.evaluate("it => it === document.activeElement"));
      page.keyboard().press("Enter");
    } else {
      page.keyboard().press(String.valueOf(hand.member()));
    }
    page.locator(".menu").waitFor();
    Pattern wanted = hand.asks() ? Pattern.compile(plain(hand.label())) : item(hand);
    until("ArrowDown", () -> wanted.matcher(focused()).find());
    if (hand.asks()) {
      page.keyboard().press("Control+a");
      page.keyboard().type("Q");
    }
    page.keyboard().press("Enter");
  }

  /** What the element says that has the focus; of a field, its label. */
  private String focused() {
    return String.valueOf(
        page.evaluate(
            "(document.activeElement.closest('label') ?? document.activeElement).innerText"));
  }

  private interface Condition {
    boolean holds();
  }

  /** Presses a key until something holds; gives up when all places were visited. */
  private void until(String key, Condition condition) {
    for (int i = 0; i < 40 && !condition.holds(); i++) {
      page.keyboard().press(key);
    }
  }

  /** A point of the page. */
  record Point(double x, double y) {

    Point plus(double dx, double dy) {
      return new Point(x + dx, y + dy);
    }
  }

  static Point middle(Locator element) {
    BoundingBox box = element.boundingBox();
    return new Point(box.x + box.width / 2, box.y + box.height / 2);
  }

  void drag(Point from, Point to) {
    page.mouse().move(from.x(), from.y());
    page.mouse().down();
    page.mouse().move((from.x() + to.x()) / 2, (from.y() + to.y()) / 2);
    page.mouse().move(to.x(), to.y());
    page.mouse().up();
  }

  /** Draws a line between a member and all others. */
  private void slice(int member) {
    Point mine = middle(card(member));
    BoundingBox stage = page.locator(".stage").boundingBox();
    Point centre = new Point(stage.x + stage.width / 2, stage.y + stage.height / 2);
    double dx = centre.x() - mine.x();
    double dy = centre.y() - mine.y();
    double length = Math.hypot(dx, dy);
    Point between = mine.plus(dx * 0.7, dy * 0.7);
    double reach = stage.height * 0.45;
    drag(
        between.plus(-dy / length * reach, dx / length * reach),
        between.plus(dy / length * reach, -dx / length * reach));
  }
}
