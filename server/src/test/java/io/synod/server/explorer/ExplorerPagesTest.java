package io.synod.server.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExplorerPagesTest {

  private static final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private static ExplorerServer server;

  @BeforeAll
  static void start() throws IOException {
    server = ExplorerServer.start(0);
  }

  @AfterAll
  static void stop() {
    server.close();
    client.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address()).resolve(path));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "'', text/html; charset=utf-8",
    "index.html, text/html; charset=utf-8",
    "app.js, text/javascript; charset=utf-8",
    "engine.js, text/javascript; charset=utf-8",
    "style.css, text/css; charset=utf-8",
    "icon.svg, image/svg+xml"
  })
  void filesHaveTheirTypes(String path, String type) throws Exception {
    HttpResponse<byte[]> answer = send(request(path));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo(type);
    assertThat(answer.body()).isNotEmpty();
    assertThat(header(answer, "content-length")).isEqualTo("" + answer.body().length);
    assertThat(header(answer, "content-security-policy"))
        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*", "http:");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, true",
    "'deflate, gzip;q=0.5', true",
    "*, true",
    "'', false",
    "br, false",
    "gzip;q=0, false",
    "'gzip; q=0.000', false"
  })
  void whoUnderstandsGzipGetsLess(String encodings, boolean zipped) throws Exception {
    byte[] plain = send(request("engine.js")).body();
    HttpResponse<byte[]> answer = send(request("engine.js").header("Accept-Encoding", encodings));

    assertThat(header(answer, "content-encoding")).isEqualTo(zipped ? "gzip" : "");
    assertThat(header(answer, "vary")).isEqualTo("accept-encoding");
    if (zipped) {
      assertThat(answer.body().length).isLessThan(plain.length / 2);
      ByteArrayInputStream bytes = new ByteArrayInputStream(answer.body());
      assertThat(new GZIPInputStream(bytes).readAllBytes()).isEqualTo(plain);
    } else {
      assertThat(answer.body()).isEqualTo(plain);
    }
  }

  @Test
  void whoHasAFileAlreadyIsNotSentItAgain() throws Exception {
    String plain = header(send(request("engine.js")), "etag");
    String zipped = header(send(request("engine.js").header("Accept-Encoding", "gzip")), "etag");

    HttpResponse<byte[]> again =
        send(request("engine.js").header("If-None-Match", "\"other\", W/" + plain));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "etag")).isEqualTo(plain);
    assertThat(header(again, "cache-control")).isEqualTo("no-cache");
    assertThat(zipped).isNotEqualTo(plain);
    assertThat(send(request("engine.js").header("If-None-Match", zipped)).statusCode())
        .isEqualTo(200);
    assertThat(send(request("style.css").header("If-None-Match", plain)).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void headIsGetWithoutTheContent(Version version) throws Exception {
    try (HttpClient other = HttpClient.newBuilder().version(version).build()) {
      int length = send(request("engine.js")).body().length;
      HttpResponse<byte[]> head =
          other.send(request("engine.js").HEAD().build(), BodyHandlers.ofByteArray());

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(header(head, "content-length")).isEqualTo("" + length);
      byte[] whole = other.send(request("engine.js").build(), BodyHandlers.ofByteArray()).body();
      assertThat(whole).hasSize(length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nothing.js",
        "..",
        "../",
        "../Page.class",
        "..%2fPage.class",
        "%2e%2e/Page.class",
        "%2e%2e%2f%2e%2e%2fexplorer/page/app.js",
        "./app.js",
        ".app.js",
        "a/../app.js",
        "/app.js",
        "//app.js",
        "lib",
        "lib/",
        "app.js/",
        "app.js%00.html",
        "app.js%0a",
        "..%5c..%5cPage.class",
        "package-info.class",
        "/io/synod/explorer/page/app.js"
      })
  void nothingElseIsServed(String path) throws Exception {
    assertThat(raw("GET /explorer/" + path)).startsWith("HTTP/1.1 404 Not Found\r\n");
  }

  private static int port() {
    return URI.create(server.address()).getPort();
  }

  /** Sends a path as it is, which HTTP clients do not. */
  private static String raw(String line) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      OutputStream out = socket.getOutputStream();
      String request = line + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/explorer", "/"})
  void aBrowserIsLedToThePage(String path) throws Exception {
    HttpResponse<byte[]> answer = send(request(path));

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(header(answer, "location")).isEqualTo("explorer/");
  }

  @Test
  void thePageIsOnlyRead() throws Exception {
    assertThat(send(request("app.js").POST(BodyPublishers.ofString("x"))).statusCode())
        .isEqualTo(405);
  }

  @Test
  void withoutAMemberThereIsNoClusterToShow() throws Exception {
    assertThat(header(send(request("live")), "content-type")).startsWith("text/plain");
  }
}
