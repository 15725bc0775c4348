package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ExploreCommandTest {

  private static final Pattern LINE =
      Pattern.compile(
          "The Explorer is at (http://127\\.0\\.0\\.1:[0-9]+/explorer/) \\(Ctrl-C ends it\\)");

  @Test
  void thePageIsServedWhereTheOneLineSaysUntilTheProcessIsToldToEnd() throws Exception {
    Process explore =
        new ProcessBuilder(Launch.words("explore", "--port=0"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      String line = explore.inputReader().readLine();
      Matcher told = LINE.matcher(line);
      assertThat(told.matches()).as(line).isTrue();
      URI address = URI.create(told.group(1));

      assertThat(get(client, address).headers().firstValue("content-type"))
          .hasValue("text/html; charset=utf-8");
      assertThat(get(client, address.resolve("engine.js")).statusCode()).isEqualTo(200);
    } finally {
      // Unlike the process itself, its handle leaves open what it has written.
      boolean _ = explore.toHandle().destroy();
    }
    assertThat(explore.waitFor()).isZero();
    assertThat(explore.inputReader().readLine()).isNull();
  }

  private static HttpResponse<String> get(HttpClient client, URI address) throws Exception {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  @Test
  void aPortInUseGetsOneSentence() throws Exception {
    int port = Launch.freePorts(1);
    try (ServerSocket _ = Launch.take(port)) {
      Launch.Run run = Launch.run("explore", "--port=" + port);

      assertThat(run)
          .isEqualTo(
              new Launch.Run(
                  1,
                  "",
                  "synod: Port %d is in use, or not to be had; stop what uses it, or choose another with --port.\n"
                      .formatted(port)));
    }
  }
}
