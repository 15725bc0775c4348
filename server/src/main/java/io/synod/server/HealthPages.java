package io.synod.server;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.synod.node.Failure;
import io.synod.node.Reply;
import io.synod.store.EtcdStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The pages by which others see whether this member works: those of etcd, with its paths,
 * parameters and answers.
 */
final class HealthPages {

  /** A check by etcd's name, done or failed for a reason. */
  private record Check(String name, Optional<String> failure) {

    String line() {
      return failure
          .map(reason -> "[-]%s failed: %s\n".formatted(name, reason))
          .orElse("[+]%s ok\n".formatted(name));
    }
  }

  private static final String LOCAL = "serializable_read";
  private static final String QUORUM = "linearizable_read";
  private static final List<String> LIVE = List.of(LOCAL);
  private static final List<String> READY =
      List.of("data_corruption", LOCAL, QUORUM, "non_learner");

  private final Engine engine;
  private final EtcdStore store;
  private final Quota quota;

  HealthPages(Engine engine, EtcdStore store, Quota quota) {
    this.engine = engine;
    this.store = store;
    this.quota = quota;
  }

  void addTo(ServerBuilder server) {
    get(server, "/health", this::health);
    get(server, "/livez", context -> checks(context, LIVE));
    get(server, "/readyz", context -> checks(context, READY));
    LIVE.forEach(name -> get(server, "/livez/" + name, context -> checks(context, List.of(name))));
    READY.forEach(
        name -> get(server, "/readyz/" + name, context -> checks(context, List.of(name))));
  }

  private static void get(
      ServerBuilder server, String path, Function<ServiceRequestContext, HttpResponse> page) {
    HttpService service = (context, request) -> page.apply(context);
    server.route().get(path).build(service);
  }

  private HttpResponse health(ServiceRequestContext context) {
    QueryParams query = QueryParams.fromQueryString(context.query());
    boolean serializable = "true".equals(query.get("serializable"));
    boolean full = engine.status().noSpace() || quota.isExhausted();
    if (full && !query.getAll("exclude").contains("NOSPACE")) {
      return healthJson("ALARM NOSPACE");
    }
    if (serializable) {
      store.revision();
      return healthJson("");
    }
    if (engine.status().leader().isEmpty()) {
      return healthJson("RAFT NO LEADER");
    }
    return HttpResponse.of(
        readPoint(context)
            .thenApply(
                failure -> healthJson(failure.map(text -> "RANGE ERROR:" + text).orElse(""))));
  }

  /** No reason means healthy. The reasons are all plain letters, so nothing needs escaping. */
  private static HttpResponse healthJson(String reason) {
    return HttpResponse.of(
        reason.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
        MediaType.JSON_UTF_8,
        "{\"health\":\"%s\",\"reason\":\"%s\"}".formatted(reason.isEmpty(), reason));
  }

  private HttpResponse checks(ServiceRequestContext context, List<String> names) {
    QueryParams query = QueryParams.fromQueryString(context.query());
    List<String> wanted = new ArrayList<>(names);
    wanted.removeAll(query.getAll("exclude"));
    boolean verbose = query.contains("verbose");
    if (!wanted.contains(QUORUM)) {
      return checked(wanted, verbose, Optional.empty());
    }
    return HttpResponse.of(
        readPoint(context).thenApply(failure -> checked(wanted, verbose, failure)));
  }

  /** Of the checks, only the read through the quorum can fail on a member that answers at all. */
  private static HttpResponse checked(
      List<String> names, boolean verbose, Optional<String> noQuorum) {
    StringBuilder lines = new StringBuilder();
    boolean failed = false;
    for (String name : names) {
      Check check = new Check(name, name.equals(QUORUM) ? noQuorum : Optional.empty());
      lines.append(check.line());
      failed |= check.failure().isPresent();
    }
    if (failed) {
      return HttpResponse.of(
          HttpStatus.SERVICE_UNAVAILABLE, MediaType.PLAIN_TEXT_UTF_8, lines.toString());
    }
    return HttpResponse.of(
        HttpStatus.OK, MediaType.PLAIN_TEXT_UTF_8, verbose ? lines + "ok\n" : "ok\n");
  }

  /** Why no quorum could be reached for a read, or nothing if one was. */
  private CompletableFuture<Optional<String>> readPoint(ServiceRequestContext context) {
    CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
    engine.read(
        context.eventLoop().withoutContext(),
        new Reply<>() {
          @Override
          public void done(Long slot) {
            outcome.complete(Optional.empty());
          }

          @Override
          public void failed(Failure failure) {
            outcome.complete(Optional.of(Pending.status(failure).text()));
          }
        });
    return outcome;
  }
}
