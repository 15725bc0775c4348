package io.synod.server;

import io.synod.server.compaction.Retention;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How one member is to be run: etcd's flags, read and checked, with etcd's defaults for what was
 * not given.
 *
 * @param name this member's name, one of the names in {@code cluster}
 * @param dataDirectory where its data is kept
 * @param listenClient where it listens for clients
 * @param advertiseClient where clients find it; published to all members
 * @param listenPeer where it listens for its peers
 * @param cluster every member's peer URL by its name, this member's included
 * @param existing the cluster runs already, so this member has to have been part of it
 * @param token sets clusters apart that have the same URLs
 * @param heartbeatMillis how often members tell each other that they live
 * @param electionMillis how long a leader may be silent before another member takes over
 * @param flushSlots after how many slots the store is made durable, if not earlier for their size
 * @param maxRequestBytes the largest request that is taken
 * @param maxTxnOps how many comparisons, and operations in each branch, a transaction may have
 * @param maxConcurrentStreams how many calls a client may have open on one connection
 * @param progressMillis how often a watch that wants it is told that nothing happened
 * @param quotaBytes the size of the store from which on nothing more is put
 * @param retention how much of the history is kept
 * @param logLevel from which level on messages are logged, in etcd's words
 */
public record ServerConfig(
    String name,
    Path dataDirectory,
    List<URI> listenClient,
    List<URI> advertiseClient,
    URI listenPeer,
    Map<String, URI> cluster,
    boolean existing,
    String token,
    int heartbeatMillis,
    int electionMillis,
    long flushSlots,
    int maxRequestBytes,
    int maxTxnOps,
    long maxConcurrentStreams,
    long progressMillis,
    long quotaBytes,
    Retention retention,
    String logLevel) {

  /** The flags that {@link #of} reads, by etcd's names without dashes. */
  public static final Set<String> FLAGS =
      Set.of(
          "name",
          "data-dir",
          "listen-client-urls",
          "advertise-client-urls",
          "listen-peer-urls",
          "initial-advertise-peer-urls",
          "initial-cluster",
          "initial-cluster-token",
          "initial-cluster-state",
          "heartbeat-interval",
          "election-timeout",
          "snapshot-count",
          "max-request-bytes",
          "max-txn-ops",
          "max-concurrent-streams",
          "watch-progress-notify-interval",
          "experimental-watch-progress-notify-interval",
          "quota-backend-bytes",
          "auto-compaction-mode",
          "auto-compaction-retention",
          "log-level");

  /** Copies the collections; the cluster keeps its order. */
  public ServerConfig {
    listenClient = List.copyOf(listenClient);
    advertiseClient = List.copyOf(advertiseClient);
    cluster = Collections.unmodifiableMap(new LinkedHashMap<>(cluster));
  }

  /**
   * Reads flags.
   *
   * @param flags values by the names in {@link #FLAGS}; what is left out has etcd's default
   * @throws ConfigException if a value is malformed, or values contradict each other
   */
  public static ServerConfig of(Map<String, String> flags) throws ConfigException {
    return new Flags(flags).read();
  }
}
