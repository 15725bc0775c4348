package io.synod.server.front;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A page.
 *
 * @param status HTTP's status code
 * @param type the content type; empty if there is no content
 * @param body the content; nobody changes it any more
 * @param headers what else HTTP is to say, under names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PageAnswer(int status, String type, byte[] body, Map<String, String> headers) {

  private static final String TEXT = "text/plain; charset=utf-8";

  static final PageAnswer NOT_FOUND = text(404, "404 page not found\n");
  static final PageAnswer ONLY_GET = text(405, "405 method not allowed: fetch it with GET\n");
  static final PageAnswer ONLY_HTTP_1 =
      text(505, "505 HTTP version not supported: send this over HTTP/1.1\n");
  static final PageAnswer NOT_GRPC =
      text(415, "415 unsupported media type: this is called with gRPC over HTTP/2\n");
  static final PageAnswer BROKEN =
      text(500, "500 internal server error: the server's log says why\n");
  static final PageAnswer MALFORMED = text(400, "400 bad request: this is not HTTP\n");

  static final PageAnswer NO_PATH =
      text(400, "400 bad request: the percent signs of the address do not stand for UTF-8\n");
  static final PageAnswer TOO_MANY =
      text(503, "503 service unavailable: too many requests are on their way in; try again\n");

  /** A text. */
  public PageAnswer(int status, String type, String body) {
    this(status, type, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** For a request with more than a number of bytes. */
  static PageAnswer tooLarge(int most) {
    return text(
        413,
        "413 content too large: what comes with this request has at most %d bytes\n"
            .formatted(most));
  }

  /** Plain text. */
  public static PageAnswer text(int status, String body) {
    return new PageAnswer(status, TEXT, body);
  }

  /** JSON. */
  public static PageAnswer json(int status, String body) {
    return new PageAnswer(status, "application/json; charset=utf-8", body);
  }

  /** What is not here. */
  public static PageAnswer notFound() {
    return NOT_FOUND;
  }

  /** The same with other headers. */
  public PageAnswer with(Map<String, String> others) {
    return new PageAnswer(status, type, body, others);
  }

  /** The same with one header more. */
  public PageAnswer and(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return with(more);
  }

  /** Whether it says how long its content is; HTTP's "not modified" is about another content. */
  boolean hasLength() {
    return status != 304;
  }

  /** This page, ready at once. */
  public CompletableFuture<PageAnswer> now() {
    return CompletableFuture.completedFuture(this);
  }
}
