package io.synod.server.front;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
  private final Map<String, Page> pages = new HashMap<>();

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

  @Nullable GrpcMethod method(CharSequence path) {
    return methods.get(AsciiString.of(path));
  }

  /** The page for a request that is not gRPC; it never fails. */
  CompletableFuture<PageAnswer> page(boolean get, String uri, Executor eventLoop) {
    QueryStringDecoder target = new QueryStringDecoder(uri);
    try {
      Page page = pages.get(target.path());
      if (page == null) {
        boolean grpc = methods.containsKey(AsciiString.of(target.path()));
        return (grpc ? PageAnswer.NOT_GRPC : PageAnswer.NOT_FOUND).now();
      }
      if (!get) {
        return PageAnswer.ONLY_GET.now();
      }
      return page.serve(new PageRequest(target.parameters(), eventLoop))
          .exceptionally(Routes::broken);
    } catch (IllegalArgumentException e) {
      return PageAnswer.NOT_FOUND.now();
    } catch (RuntimeException e) {
      return broken(e).now();
    }
  }

  private static PageAnswer broken(Throwable failure) {
    log.error("A page could not be made.", failure);
    return PageAnswer.BROKEN;
  }
}
