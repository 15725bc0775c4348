package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.synod.explorer.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a rule off the browser's engine finds a run that breaks what the rule is there for. */
@ExtendWith(InBrowser.class)
final class RulesOffTest {

  private static final String HUNT =
      """
      async setting => {
        const engine = await import("./engine.js");
        const found = JSON.parse(engine.hunt(setting, 1, 300));
        if (!found.lines) {
          return "nothing";
        }
        const scene = JSON.parse(engine.load(found.setting, found.lines.join("\\n")));
        return scene.finding.rule + (scene.can.length > 0 ? ", and the run goes on" : "");
      }\
      """;

  private static final String SHRINK =
      """
      async setting => {
        const engine = await import("./engine.js");
        const found = JSON.parse(engine.hunt(setting, 1, 300));
        const short = JSON.parse(engine.shrink(found.setting, found.lines.join("\\n")));
        const again = JSON.parse(engine.shrink(short.setting, short.lines.join("\\n")));
        if (again.lines.length < short.lines.length) {
          return ["made shorter still"];
        }
        const broken = [];
        for (let left = -1; left < short.lines.length; left++) {
          const lines = short.lines.filter((_, at) => at !== left);
          const scene = JSON.parse(engine.load(short.setting, lines.join("\\n")));
          broken.push(scene.finding ? scene.finding.rule : "nothing");
        }
        return broken;
      }\
      """;

  static Stream<String> rulesOff() {
    return Rule.all().stream()
        .filter(rule -> !rule.name().equals(Rule.EARLY_WARNINGS))
        .flatMap(rule ->
            modes(rule)
                .map(mode ->
                    mode
                        + (rule.name().equals("half-is-a-quorum") ? " 4" : " 3")
                        + " off="
                        + rule.name()));
  }

  private static Stream<String> modes(Rule rule) {
    return rule.mode() == null ? Stream.of("register", "log") : Stream.of(rule.mode().word());
  }

  /** What has to break with a rule off; the one that binds the checkers alone breaks nothing. */
  private static String promised(String rule) {
    return switch (rule) {
      case "half-is-a-quorum" -> "durability";
      case "minority-is-a-quorum",
          "register-not-adopted",
          "register-read-trusts-one",
          "adopt-nothing",
          "no-phase-one" ->
          "agreement";
      case "register-accept-below-promise",
          "register-forgotten",
          "accept-below-promise",
          "promise-forgotten",
          "wiped-disk-votes" ->
          "promises never go back";
      case "register-before-the-disk", "answer-before-the-disk" -> "disk before word";
      case "read-without-confirmation" -> "fresh reads";
      default -> throw new AssertionError("What does " + rule + " break?");
    };
  }

  @ParameterizedTest
  @MethodSource("rulesOff")
  void aHuntFindsWhatTheRuleIsThereFor(String setting, Tab tab, Site site) {
    String rule = setting.substring(setting.indexOf('=') + 1);

    assertThat(ask(tab, site, HUNT, setting)).asString().endsWith(promised(rule));
  }

  @Test
  void withoutEarlyWarningsForgettingLeadsToTwoValues(Tab tab, Site site) {
    assertThat(ask(tab, site, HUNT, "register 3 off=register-forgotten,early-warnings"))
        .isEqualTo("registers: agreement");
  }

  @Test
  void aRunThatWasFoundIsMadeShortAndEachOfItsLinesIsNeeded(Tab tab, Site site) {
    assertThat((List<?>) ask(tab, site, SHRINK, "log 3 off=adopt-nothing"))
        .first()
        .isEqualTo("agreement");

    List<Object> broken =
        List.copyOf((List<?>) ask(tab, site, SHRINK, "register 3 off=register-read-trusts-one"));
    assertThat(broken).hasSizeBetween(3, 15);
    assertThat(broken.getFirst()).isEqualTo("registers: agreement");
    assertThat(broken.subList(1, broken.size())).doesNotContain("registers: agreement");
  }

  private static Object ask(Tab tab, Site site, String script, String setting) {
    Page page = tab.page();
    page.navigate(site.empty());
    return page.evaluate(script, setting);
  }
}
