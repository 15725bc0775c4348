package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a window of its own, a {@link Tab}, of the one browser that all share, and fails
 * it if anything went wrong there. Where there is no browser the tests are skipped.
 */
final class InBrowser implements ExecutionCondition, ParameterResolver, AfterEachCallback {

  private static final Namespace MINE = Namespace.create(InBrowser.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Chromium.missing()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("There is a browser."));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Tab.class || type == Site.class || type == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (type == Site.class) {
      return site(context);
    }
    Browser browser = browser(context);
    return type == Browser.class
        ? browser
        : context
            .getStore(MINE)
            .computeIfAbsent(Tab.class, _ -> new Tab(browser, site(context).address()), Tab.class);
  }

  private static Browser browser(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(MINE)
        .computeIfAbsent(Chromium.class, _ -> Chromium.start(), Chromium.class)
        .browser();
  }

  private static Site site(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(MINE)
        .computeIfAbsent(Site.class, _ -> Site.open(), Site.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Tab tab = context.getStore(MINE).get(Tab.class, Tab.class);
    if (tab != null) {
      assertThat(tab.faults()).isEmpty();
    }
  }
}
