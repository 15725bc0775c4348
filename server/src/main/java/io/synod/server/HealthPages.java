package io.synod.server;

import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.server.front.Page;
import io.synod.server.front.PageAnswer;
import io.synod.server.front.PageRequest;
import io.synod.server.front.Routes;
import io.synod.store.EtcdStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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

  void addTo(Routes routes) {
    routes.page("/health", this::health);
    routes.page("/livez", request -> checks(request, LIVE));
    routes.page("/readyz", request -> checks(request, READY));
    LIVE.forEach(name -> routes.page("/livez/" + name, one(name)));
    READY.forEach(name -> routes.page("/readyz/" + name, one(name)));
  }

  private Page one(String name) {
    return request -> checks(request, List.of(name));
  }

  private CompletableFuture<PageAnswer> health(PageRequest request) {
    boolean full = engine.status().noSpace() || quota.isExhausted();
    if (full && !request.all("exclude").contains("NOSPACE")) {
      return healthJson("ALARM NOSPACE").now();
    }
    if (request.says("serializable", "true")) {
      store.revision();
      return healthJson("").now();
    }
    if (engine.status().leader().isEmpty()) {
      return healthJson("RAFT NO LEADER").now();
    }
    return readPoint(request)
        .thenApply(failure -> healthJson(failure.map(text -> "RANGE ERROR:" + text).orElse("")));
  }

  /** No reason means healthy. The reasons are all plain letters, so nothing needs escaping. */
  private static PageAnswer healthJson(String reason) {
    return PageAnswer.json(
        reason.isEmpty() ? 200 : 503,
        "{\"health\":\"%s\",\"reason\":\"%s\"}".formatted(reason.isEmpty(), reason));
  }

  private CompletableFuture<PageAnswer> checks(PageRequest request, List<String> names) {
    List<String> wanted = new ArrayList<>(names);
    wanted.removeAll(request.all("exclude"));
    boolean verbose = !request.all("verbose").isEmpty();
    if (!wanted.contains(QUORUM)) {
      return checked(wanted, verbose, Optional.empty()).now();
    }
    return readPoint(request).thenApply(failure -> checked(wanted, verbose, failure));
  }

  /** Of the checks, only the read through the quorum can fail on a member that answers at all. */
  private static PageAnswer checked(
      List<String> names, boolean verbose, Optional<String> noQuorum) {
    StringBuilder lines = new StringBuilder();
    boolean failed = false;
    for (String name : names) {
      Check check = new Check(name, name.equals(QUORUM) ? noQuorum : Optional.empty());
      lines.append(check.line());
      failed |= check.failure().isPresent();
    }
    if (failed) {
      return PageAnswer.text(503, lines.toString());
    }
    return PageAnswer.text(200, verbose ? lines + "ok\n" : "ok\n");
  }

  /** Why no quorum could be reached for a read, or nothing if one was. */
  private CompletableFuture<Optional<String>> readPoint(PageRequest request) {
    CompletableFuture<Optional<String>> outcome = new CompletableFuture<>();
    engine.read(
        request.eventLoop(),
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
