package io.synod.server;

import io.synod.server.compaction.GoDuration;
import io.synod.server.compaction.Retention;
import io.synod.store.request.RequestCheck;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads etcd's flags: one sentence for each thing that can be wrong with them. */
final class Flags {

  private static final List<String> LOG_LEVELS =
      List.of("debug", "info", "warn", "error", "dpanic", "panic", "fatal");
  private static final String CLIENT = "http://localhost:2379";
  private static final String PEER = "http://localhost:2380";
  private static final int MAX_ELECTION_MILLIS = 50_000;
  private static final int MAX_REQUEST_BYTES = 1_572_864;
  private static final int REQUEST_BYTES_CEILING = 64 << 20;
  private static final long QUOTA_BYTES = 2L << 30;

  /** etcd sets no limit; here a client that wants more at a time waits. */
  private static final long CONCURRENT_STREAMS = 4_096;

  private static final long MAX_CONCURRENT_STREAMS = 0xffff_ffffL;
  private static final long LEAST_PROGRESS_MILLIS = 100;
  private static final String PROGRESS = "watch-progress-notify-interval";

  private final Map<String, String> flags;

  Flags(Map<String, String> flags) {
    for (String name : flags.keySet()) {
      if (!ServerConfig.FLAGS.contains(name)) {
        throw new IllegalArgumentException("There is no flag --" + name + ".");
      }
    }
    this.flags = Map.copyOf(flags);
  }

  ServerConfig read() throws ConfigException {
    String name = text("name", "default");
    Path data = Path.of(text("data-dir", name + ".synod"));
    List<URI> listenClient = urls("listen-client-urls", CLIENT);
    List<URI> advertiseClient = advertised(listenClient);
    URI listenPeer = one("listen-peer-urls", PEER);
    Map<String, URI> cluster = cluster(name);
    checkMembership(name, cluster);
    int heartbeat = number("heartbeat-interval", 100, 1, MAX_ELECTION_MILLIS);
    int election = number("election-timeout", 1_000, 1, MAX_ELECTION_MILLIS);
    if (election < 5 * heartbeat) {
      throw new ConfigException(
          "--election-timeout=%d is less than five times --heartbeat-interval=%d; raise the first or lower the second."
              .formatted(election, heartbeat));
    }
    return new ServerConfig(
        name,
        data,
        listenClient,
        advertiseClient,
        listenPeer,
        cluster,
        existing(),
        text("initial-cluster-token", "etcd-cluster"),
        heartbeat,
        election,
        flushSlots(),
        number("max-request-bytes", MAX_REQUEST_BYTES, 1, REQUEST_BYTES_CEILING),
        number("max-txn-ops", RequestCheck.DEFAULT_MAX_TXN_OPS, 1, Integer.MAX_VALUE),
        number("max-concurrent-streams", CONCURRENT_STREAMS, 1L, MAX_CONCURRENT_STREAMS),
        progressMillis(),
        quota(),
        retention(),
        logLevel());
  }

  private String text(String flag, String otherwise) throws ConfigException {
    String value = flags.getOrDefault(flag, otherwise).strip();
    if (value.isEmpty()) {
      throw new ConfigException("--%s is empty; give it a value or leave it out.".formatted(flag));
    }
    return value;
  }

  private int number(String flag, int otherwise, int least, int most) throws ConfigException {
    return Math.toIntExact(number(flag, (long) otherwise, least, most));
  }

  private long number(String flag, long otherwise, long least, long most) throws ConfigException {
    String value = text(flag, Long.toString(otherwise));
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same sentence says it.
    }
    throw new ConfigException(
        "--%s=%s is not a whole number from %d to %d.".formatted(flag, value, least, most));
  }

  /**
   * etcd's default counts entries that hold one request each; here the size alone decides by
   * default.
   */
  private long flushSlots() throws ConfigException {
    return flags.containsKey("snapshot-count")
        ? number("snapshot-count", 1, 1, Integer.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  private String logLevel() throws ConfigException {
    String level = text("log-level", "info");
    if (!LOG_LEVELS.contains(level)) {
      throw new ConfigException(
          "--log-level=%s is none of %s.".formatted(level, String.join(", ", LOG_LEVELS)));
    }
    return level;
  }

  /** As in etcd, 0 stands for the default. */
  private long quota() throws ConfigException {
    String value = text("quota-backend-bytes", "0");
    try {
      long bytes = Long.parseLong(value);
      if (bytes >= 0) {
        return bytes == 0 ? QUOTA_BYTES : bytes;
      }
    } catch (NumberFormatException e) {
      // The same sentence says it.
    }
    throw new ConfigException(
        "--quota-backend-bytes=%s is not a number of bytes, 0 or more; 0 means 2 GiB."
            .formatted(value));
  }

  /** etcd 3.6 has given the flag a shorter name; as in etcd, 0 stands for the default. */
  private long progressMillis() throws ConfigException {
    String flag = flags.containsKey(PROGRESS) ? PROGRESS : "experimental-" + PROGRESS;
    String value = text(flag, "10m");
    long millis = GoDuration.parse(value).map(Duration::toMillis).orElse(-1L);
    if (value.equals("0") || value.equals("0s")) {
      return Duration.ofMinutes(10).toMillis();
    }
    if (millis < LEAST_PROGRESS_MILLIS) {
      throw new ConfigException(
          "--%s=%s is not a duration of 100ms or more, such as 10m or 30s.".formatted(flag, value));
    }
    return millis;
  }

  private Retention retention() throws ConfigException {
    String mode = text("auto-compaction-mode", "periodic");
    String retention = text("auto-compaction-retention", "0");
    return switch (mode) {
      case "periodic" ->
          Retention.period(retention)
              .orElseThrow(() ->
                  new ConfigException(
                      "--auto-compaction-retention=%s is neither a number of hours nor a duration such as 30m or 1h30m; 0 keeps the whole history."
                          .formatted(retention)));
      case "revision" ->
          Retention.revisions(retention)
              .orElseThrow(() ->
                  new ConfigException(
                      "--auto-compaction-retention=%s is not a number of revisions, as --auto-compaction-mode=revision has it; 0 keeps the whole history."
                          .formatted(retention)));
      default ->
          throw new ConfigException(
              "--auto-compaction-mode=%s is neither periodic nor revision.".formatted(mode));
    };
  }

  private boolean existing() throws ConfigException {
    String state = text("initial-cluster-state", "new");
    if (!state.equals("new") && !state.equals("existing")) {
      throw new ConfigException(
          "--initial-cluster-state=%s is neither new nor existing.".formatted(state));
    }
    return state.equals("existing");
  }

  private List<URI> advertised(List<URI> listen) throws ConfigException {
    if (flags.containsKey("advertise-client-urls")) {
      return urls("advertise-client-urls", CLIENT);
    }
    for (URI url : listen) {
      if (url.getHost().equals("0.0.0.0") || url.getHost().equals("[::]")) {
        throw new ConfigException(
            "--listen-client-urls=%s is every address of this machine; say with --advertise-client-urls which one clients use."
                .formatted(url));
      }
    }
    return listen;
  }

  private List<URI> urls(String flag, String otherwise) throws ConfigException {
    List<URI> urls = new ArrayList<>();
    for (String part : text(flag, otherwise).split(",", -1)) {
      urls.add(url(flag, part.strip()));
    }
    return urls;
  }

  private URI one(String flag, String otherwise) throws ConfigException {
    List<URI> urls = urls(flag, otherwise);
    if (urls.size() > 1) {
      throw new ConfigException(
          "--%s names %d URLs; Synod's members have one peer URL each, so leave one of them."
              .formatted(flag, urls.size()));
    }
    return urls.getFirst();
  }

  private static URI url(String flag, String text) throws ConfigException {
    try {
      URI url = new URI(text);
      if ("https".equals(url.getScheme())) {
        throw new ConfigException(
            "--%s=%s asks for TLS, which Synod does not have yet; use http.".formatted(flag, text));
      }
      String path = url.getRawPath();
      boolean plain =
          (path == null || path.isEmpty() || path.equals("/"))
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null;
      if ("http".equals(url.getScheme())
          && url.getHost() != null
          && url.getPort() >= 0
          && url.getPort() <= 65_535
          && plain) {
        return new URI("http", null, url.getHost(), url.getPort(), null, null, null);
      }
    } catch (URISyntaxException e) {
      // The same sentence says it.
    }
    throw new ConfigException(
        "--%s: \"%s\" is not a URL of the form http://HOST:PORT.".formatted(flag, text));
  }

  private Map<String, URI> cluster(String name) throws ConfigException {
    Map<String, URI> members = new LinkedHashMap<>();
    String alone = name + "=" + one("initial-advertise-peer-urls", PEER);
    for (String part : text("initial-cluster", alone).split(",", -1)) {
      int equals = part.indexOf('=');
      String member = equals < 0 ? "" : part.substring(0, equals).strip();
      if (member.isEmpty()) {
        throw new ConfigException(
            "--initial-cluster: \"%s\" is not of the form NAME=URL.".formatted(part.strip()));
      }
      URI url = url("initial-cluster", part.substring(equals + 1).strip());
      if (members.containsValue(url)) {
        throw new ConfigException(
            "--initial-cluster gives %s to two members; each needs its own.".formatted(url));
      }
      if (members.putIfAbsent(member, url) != null) {
        throw new ConfigException(
            "--initial-cluster names %s twice; each member has one peer URL.".formatted(member));
      }
    }
    if (members.size() > 9) {
      throw new ConfigException(
          "--initial-cluster names %d members; a cluster has 1 to 9.".formatted(members.size()));
    }
    return members;
  }

  private void checkMembership(String name, Map<String, URI> cluster) throws ConfigException {
    URI own = cluster.get(name);
    if (own == null) {
      throw new ConfigException(
          "--name=%s is not among the members of --initial-cluster (%s); add it there or correct the name."
              .formatted(name, String.join(", ", cluster.keySet())));
    }
    URI advertised = one("initial-advertise-peer-urls", own.toString());
    if (!own.equals(advertised)) {
      throw new ConfigException(
          "--initial-cluster has %s=%s, but --initial-advertise-peer-urls is %s; make them the same."
              .formatted(name, own, advertised));
    }
  }
}
