package io.synod.server.front;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is served where. It is filled before it is listened for, by one thread, and only read from
 * then on.
 */
public final class Routes {

  private static final Logger log = LoggerFactory.getLogger(Routes.class);

  private final Map<AsciiString, GrpcMethod> methods = new HashMap<>();
  private final Map<String, JsonMethod> jsons = new HashMap<>();
  private final Map<String, Page> pages = new HashMap<>();
  private final Map<String, Resource> resources = new HashMap<>();
  private final Map<String, EventPage> events = new HashMap<>();

  /** Nothing is served yet. */
  public Routes() {}

  /** Serves a method under its full name: service, slash, method. */
  public void method(String fullName, GrpcMethod method) {
    methods.put(AsciiString.of("/" + fullName), method);
  }

  /** Serves a page under a path, which begins with a slash. */
  public void page(String path, Page page) {
    pages.put(path, page);
  }

  /** Serves a page that goes on under a path, which begins with a slash. */
  public void events(String path, EventPage page) {
    events.put(path, page);
  }

  /** Serves everything below a path, which begins and ends with a slash. */
  public void resource(String prefix, Resource resource) {
    resources.put(prefix, resource);
  }

  /** Serves a method as JSON under a path, which begins with a slash. */
  public void json(String path, JsonMethod method) {
    jsons.put(path, method);
  }

  @Nullable JsonMethod json(String uri) {
    return jsons.get(withoutQuery(uri));
  }

  @Nullable EventPage events(String method, String uri) {
    return method.equals("GET") ? events.get(withoutQuery(uri)) : null;
  }

  private static String withoutQuery(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  @Nullable GrpcMethod method(CharSequence path) {
    return methods.get(AsciiString.of(path));
  }

  /** The page for a request that is not gRPC; it never fails. */
  CompletableFuture<PageAnswer> page(Asked asked) {
    String path;
    Map<String, List<String>> query;
    try {
      path = path(asked.uri());
      query = new QueryStringDecoder(asked.uri()).parameters();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      return PageAnswer.NO_PATH.now();
    }
    try {
      if (events.containsKey(path)) {
        return PageAnswer.ONLY_GET.now();
      }
      Page page = pages.get(path);
      if (page == null) {
        return resource(asked, path);
      }
      if (!asked.method().equals("GET")) {
        return PageAnswer.ONLY_GET.now();
      }
      return page.serve(new PageRequest(query, asked.eventLoop())).exceptionally(Routes::broken);
    } catch (RuntimeException e) {
      return broken(e).now();
    }
  }

  /** Each character of what is on the wire is a byte, before and after its percent signs. */
  private static String path(String uri) throws CharacterCodingException {
    String bytes = new QueryStringDecoder(uri, StandardCharsets.ISO_8859_1).path();
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
        .toString();
  }

  private CompletableFuture<PageAnswer> resource(Asked asked, String path) {
    byte[] body = asked.body();
    for (Map.Entry<String, Resource> entry : resources.entrySet()) {
      if (path.startsWith(entry.getKey())) {
        if (body == null) {
          return PageAnswer.ONLY_HTTP_1.now();
        }
        String rest = path.substring(entry.getKey().length());
        return entry
            .getValue()
            .serve(
                new ResourceRequest(asked.method(), rest, asked.headers(), body, asked.eventLoop()))
            .exceptionally(Routes::broken);
      }
    }
    boolean grpc = methods.containsKey(AsciiString.of(path));
    return (grpc ? PageAnswer.NOT_GRPC : PageAnswer.NOT_FOUND).now();
  }

  private static PageAnswer broken(Throwable failure) {
    log.error("A page could not be made.", failure);
    return PageAnswer.BROKEN;
  }
}
