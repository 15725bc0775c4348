package io.synod.explorer.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;

/** A window of its own, which takes down whatever went wrong in it. */
public final class Tab implements AutoCloseable {

  /** A page that has not shown within so many milliseconds what it should never will. */
  private static final double PATIENCE = 20_000;

  private final String home;
  private final BrowserContext context;
  private final Page page;
  private final List<String> faults = new ArrayList<>();
  private final List<Response> responses = new ArrayList<>();

  /**
   * Opens a window.
   *
   * @param home the address below which everything has to lie that is loaded
   */
  public Tab(Browser browser, String home) {
    this(browser, home, new Browser.NewContextOptions().setViewportSize(1280, 720));
  }

  Tab(Browser browser, String home, Browser.NewContextOptions options) {
    this.home = home;
    context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    page = context.newPage();
    page.onConsoleMessage(this::said);
    page.onPageError(error -> faults.add("thrown: " + error));
    page.onRequest(request -> {
      String url = request.url();
      if (!url.startsWith(home)
          && !url.startsWith("data:")
          && !url.startsWith("blob:" + origin())) {
        faults.add("loaded from elsewhere: " + url);
      }
    });
    page.onRequestFailed(request -> faults.add("not loaded: " + request.url()));
    page.onResponse(response -> {
      responses.add(response);
      if (response.status() >= 400) {
        faults.add(response.status() + " for " + response.url());
      }
    });
  }

  private String origin() {
    return home.substring(0, home.indexOf('/', "http://".length()));
  }

  private void said(ConsoleMessage message) {
    if (message.type().equals("error")) {
      faults.add("said: " + message.text());
    }
  }

  /** What is seen and done in it. */
  public Page page() {
    return page;
  }

  /** Errors of scripts, and what was loaded from elsewhere or not at all. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /** All that was loaded. */
  List<Response> responses() {
    return List.copyOf(responses);
  }

  @Override
  public void close() {
    context.close();
  }
}
