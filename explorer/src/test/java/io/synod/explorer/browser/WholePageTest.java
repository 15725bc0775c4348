package io.synod.explorer.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for the page as a whole. */
@ExtendWith(InBrowser.class)
final class WholePageTest {

  private static final int ROOM = 400_000;

  @Test
  void withEverythingItWeighsLessThan400Kilobytes() throws IOException {
    try (Stream<Path> files = Files.walk(Site.directory())) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(WholePageTest::packed).sum())
          .isLessThan(ROOM);
    }
  }

  private static long packed(Path file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packer = new GZIPOutputStream(bytes)) {
      Files.copy(file, packer);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.size();
  }

  @Test
  void itShowsTheMembersOfARunAndSaysSo(Tab tab, Site site) {
    PlayTab.of(tab, site);

    assertThat(tab.page().title()).isEqualTo("Synod Explorer");
    assertThat(tab.page().locator(".card").count()).isEqualTo(3);
    assertThat(tab.page().locator(".face").first().getAttribute("aria-label"))
        .startsWith("m1, promised");
  }

  @Test
  void whoWantsNoMotionSeesNone(Tab tab, Site site) {
    Page page = tab.page();
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    PlayTab play = PlayTab.of(tab, site);
    play.open("register 3 seed=1", List.of("register propose 1 r A", "sync 1"));

    play.ask("app.play('drop 1->2 1')");

    assertThat(play.ask("document.getAnimations().length")).isEqualTo(0);
    assertThat(page.locator(".flight").count()).isEqualTo(1);
  }

  @Test
  void aRuleThatIsOffBreaksWhatItIsThereFor(Tab tab, Site site) {
    Page page = tab.page();
    PlayTab play = PlayTab.of(tab, site);
    page.locator("#rules-button").click();
    page.locator("[data-rule=register-forgotten]").click();
    page.keyboard().press("Escape");
    assertThat(play.ask("app.story.setting")).asString().endsWith("off=register-forgotten");

    page.locator("#hunt").click();
    page.locator(".toast").getByText("Found one").waitFor();
    page.keyboard().press("End");

    page.locator(".break").getByText("promises never go back").waitFor();
    assertThat(play.ask("app.claim('broken promises never go back')")).isEqualTo(true);
    assertThat(play.can()).isEmpty();
    page.locator(".break").getByText("Go one step back").click();
    assertThat(play.ask("app.claim('sound')")).isEqualTo(true);
  }
}
