package io.synod.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import io.synod.explorer.browser.Chromium;
import io.synod.explorer.browser.Tab;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Explorer's tab "This cluster", in a real browser, at a real member. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LiveTabTest {

  private static final int MEMBERS = 3;

  @TempDir Path directory;

  @Test
  void followsTheLeaderThatDiesAndTheOneThatComes() throws Exception {
    assumeTrue(Chromium.missing().isEmpty(), () -> Chromium.missing().orElseThrow());
    try (LocalCluster cluster = LocalCluster.ready(directory, MEMBERS);
        Chromium chromium = Chromium.start()) {
      int leader = cluster.leader();
      String home = cluster.endpoints().get((leader + 1) % MEMBERS) + "/explorer/";
      try (Tab tab = new Tab(chromium.browser(), home)) {
        Page page = tab.page();
        page.navigate(home + "#live");
        leads(page, leader);

        cluster.kill(leader);
        page.locator(".live-member.leads:not([data-member=m" + leader + "])").waitFor();

        leads(page, cluster.leader());
        page.locator(".live-member.silent[data-member=m" + leader + "]").waitFor();
        assertThat(tab.faults()).isEmpty();
      }
    }
  }

  private static void leads(Page page, int member) {
    page.locator(".live-member.leads[data-member=m" + member + "]").waitFor();
    assertThat(page.locator(".live-head")).containsText("m" + member + " leads");
  }
}
