package io.synod.explorer.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.synod.explorer.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** The built page on a server of files, as people would put it on one. */
public final class Site implements AutoCloseable {

  private static final String ROOT = "/explorer/";
  private static final String EMPTY =
      "<!doctype html><html lang=en><title>Empty</title><link rel=icon href='data:,'>";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "txt", "text/plain; charset=utf-8",
          "woff2", "font/woff2");

  private final HttpServer server;
  private final Path files;

  private Site(HttpServer server, Path files) {
    this.server = server;
    this.files = files;
  }

  /** Serves the page on a free port of this machine. */
  public static Site open() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Site site = new Site(server, directory());
      server.createContext(ROOT, site::answer);
      server.start();
      return site;
    } catch (IOException e) {
      throw new IllegalStateException("The page cannot be served: " + e.getMessage(), e);
    }
  }

  /** Where the page was built. */
  static Path directory() {
    URL engine = Objects.requireNonNull(Run.class.getResource("page/engine.js"));
    try {
      return Objects.requireNonNull(Path.of(engine.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The page's address. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + ROOT;
  }

  /** The address of an empty page beside the page's files. */
  String empty() {
    return address() + "empty";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath().substring(ROOT.length());
      Path file = files.resolve(path.isEmpty() ? "index.html" : path).normalize();
      if (path.equals("empty")) {
        send(exchange, 200, "html", EMPTY.getBytes(UTF_8));
      } else if (file.startsWith(files) && Files.isRegularFile(file)) {
        String name = file.toString();
        send(exchange, 200, name.substring(name.lastIndexOf('.') + 1), Files.readAllBytes(file));
      } else {
        send(exchange, 404, "txt", "There is no such file.".getBytes(UTF_8));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String kind, byte[] body)
      throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", TYPES.getOrDefault(kind, "application/octet-stream"));
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
