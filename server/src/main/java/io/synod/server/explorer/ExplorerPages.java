package io.synod.server.explorer;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.synod.server.front.PageAnswer;
import io.synod.server.front.Resource;
import io.synod.server.front.ResourceRequest;
import io.synod.server.front.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the Explorer's page, out of the explorer's jar, under {@code /explorer/}. A file is
 * read when somebody asks for it, and kept from then on; until then nothing is, not even a thread.
 */
public final class ExplorerPages implements Resource {

  /** Where the page is. */
  public static final String PATH = "/explorer/";

  private static final String ROOT = "/io/synod/explorer/page/";
  private static final String FIRST = "index.html";

  /** No part of a name begins with a dot. */
  private static final Pattern NAME = Pattern.compile("([\\w-][\\w.-]*/)*[\\w-][\\w.-]*\\.(\\w+)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "txt", "text/plain; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2");

  private static final int IDLE_SECONDS = 5;

  private final ExecutorService reader = reader();
  private final Map<String, CompletableFuture<PageFile>> files = new ConcurrentHashMap<>();

  private ExplorerPages() {}

  /** Serves the page. */
  public static void addTo(Routes routes) {
    routes.page("/explorer", _ -> redirect("explorer/").now());
    routes.resource(PATH, new ExplorerPages());
  }

  /** Sends a browser elsewhere; the address is relative to the one that was asked for. */
  static PageAnswer redirect(String to) {
    return PageAnswer.text(302, "302 found: " + to + "\n").with(Map.of("location", to));
  }

  private static ExecutorService reader() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("synod-explorer", true));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public CompletableFuture<PageAnswer> serve(ResourceRequest request) {
    String name = request.rest().isEmpty() ? FIRST : request.rest();
    CompletableFuture<PageFile> file = file(name);
    if (file == null) {
      return PageAnswer.notFound().now();
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return PageAnswer.text(405, "405 method not allowed: fetch it with GET\n").now();
    }
    String known = request.headers().apply("if-none-match");
    String encodings = request.headers().apply("accept-encoding");
    return file.thenApplyAsync(it -> it.answer(known, encodings), reader)
        .thenApplyAsync(page -> page, request.eventLoop());
  }

  /** Only what exists takes a place. */
  private @Nullable CompletableFuture<PageFile> file(String name) {
    var parts = NAME.matcher(name);
    String type = parts.matches() ? TYPES.get(parts.group(2)) : null;
    if (type == null || ExplorerPages.class.getResource(ROOT + name) == null) {
      return null;
    }
    return files.computeIfAbsent(
        name, _ -> CompletableFuture.supplyAsync(() -> read(name, type), reader));
  }

  private static PageFile read(String name, String type) {
    try (InputStream in = ExplorerPages.class.getResourceAsStream(ROOT + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is gone.");
      }
      return PageFile.of(type, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("The Explorer's " + name + " cannot be read.", e);
    }
  }
}
