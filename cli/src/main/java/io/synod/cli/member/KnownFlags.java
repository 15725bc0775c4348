package io.synod.cli.member;

import java.util.Set;
import java.util.TreeSet;

/** The flags of etcd 3.4 to 3.6 that Synod knows and does not read. */
final class KnownFlags {
  /** Those that take no value unless one is given after an equals sign. */
  static final Set<String> SWITCHES =
      words(
          """
          auto-tls client-cert-auth debug discovery-insecure-skip-tls-verify
          discovery-insecure-transport enable-distributed-tracing enable-grpc-gateway
          enable-log-rotation enable-pprof enable-v2 force-new-cluster
          initial-election-tick-advance memory-mlock peer-auto-tls peer-client-cert-auth
          peer-skip-client-san-verification pre-vote set-member-localaddr socket-reuse-address
          socket-reuse-port stop-grpc-service-on-defrag strict-reconfig-check unsafe-no-fsync
          experimental-compact-hash-check-enabled experimental-enable-distributed-tracing
          experimental-enable-lease-checkpoint experimental-enable-lease-checkpoint-persist
          experimental-initial-corrupt-check experimental-memory-mlock
          experimental-peer-skip-client-san-verification experimental-set-member-localaddr
          experimental-stop-grpc-service-on-defrag
          experimental-txn-mode-write-with-shared-buffer
          """);

  /** Leaving these out silently would serve in the clear what was to be encrypted. */
  private static final Set<String> TLS =
      words(
          """
          auto-tls ca-file cert-file cipher-suites client-cert-allowed-hostname client-cert-auth
          client-cert-file client-crl-file client-key-file key-file peer-auto-tls peer-ca-file
          peer-cert-allowed-cn peer-cert-allowed-hostname peer-cert-file peer-client-cert-auth
          peer-client-cert-file peer-client-key-file peer-crl-file peer-key-file
          peer-trusted-ca-file tls-max-version tls-min-version trusted-ca-file
          """);

  /** Leaving these out silently would start a member of another cluster than the one asked for. */
  private static final Set<String> BOOTSTRAP =
      words(
          """
          config-file discovery discovery-endpoints discovery-srv discovery-srv-name
          discovery-token force-new-cluster
          """);

  /** Every flag of etcd. */
  static final Set<String> ALL =
      words(
          """
          advertise-client-urls auth-token auth-token-ttl auto-compaction-mode
          auto-compaction-retention backend-batch-interval backend-batch-limit
          backend-bbolt-freelist-type bcrypt-cost bootstrap-defrag-threshold-megabytes
          compact-hash-check-time compaction-batch-limit compaction-hash-check-time
          compaction-sleep-interval config-file corrupt-check-time cors data-dir discovery-cacert
          discovery-cert discovery-dial-timeout discovery-fallback discovery-keepalive-time
          discovery-keepalive-timeout discovery-key discovery-password discovery-proxy
          discovery-request-timeout discovery-user distributed-tracing-address
          distributed-tracing-instance-id distributed-tracing-sampling-rate
          distributed-tracing-service-name downgrade-check-time election-timeout feature-gates
          grpc-keepalive-interval grpc-keepalive-min-time grpc-keepalive-timeout
          heartbeat-interval host-whitelist initial-advertise-peer-urls initial-cluster
          initial-cluster-state initial-cluster-token listen-client-http-urls listen-client-urls
          listen-metrics-urls listen-peer-urls local-address log-format log-level log-outputs
          log-package-levels log-rotation-config-json logger max-concurrent-streams max-learners
          max-request-bytes max-snapshots max-txn-ops max-wals metrics name
          peer-client-cert-allowed-hostname proxy proxy-dial-timeout proxy-failure-wait
          proxy-read-timeout proxy-refresh-interval proxy-write-timeout quota-backend-bytes
          raft-read-timeout raft-write-timeout self-signed-cert-validity snapshot-catchup-entries
          snapshot-count v2-deprecation wait-cluster-ready-timeout wal-dir
          warning-apply-duration warning-unary-request-duration watch-progress-notify-interval
          experimental-backend-bbolt-freelist-type
          experimental-bootstrap-defrag-threshold-megabytes
          experimental-compact-hash-check-time experimental-compaction-batch-limit
          experimental-compaction-sleep-interval experimental-corrupt-check-time
          experimental-distributed-tracing-address
          experimental-distributed-tracing-instance-id
          experimental-distributed-tracing-sampling-rate
          experimental-distributed-tracing-service-name experimental-downgrade-check-time
          experimental-enable-v2v3 experimental-max-learners
          experimental-snapshot-catchup-entries experimental-wait-cluster-ready-timeout
          experimental-warning-apply-duration experimental-warning-unary-request-duration
          experimental-watch-progress-notify-interval
          """,
          SWITCHES,
          TLS,
          BOOTSTRAP);

  private KnownFlags() {}

  /** Whether going on without the flag would do something else than what was asked for. */
  static boolean asksForWhatIsMissing(String flag, String value) {
    boolean off = value.isEmpty() || value.equals("false");
    return !off && (TLS.contains(flag) || BOOTSTRAP.contains(flag));
  }

  /** What a flag that must not be left out silently is about. */
  static String whatItAsksFor(String flag) {
    return switch (flag) {
      case "config-file" -> "a configuration file";
      case "force-new-cluster" -> "a new cluster from an old one's data";
      default -> BOOTSTRAP.contains(flag) ? "a discovery service" : "TLS";
    };
  }

  @SafeVarargs
  private static Set<String> words(String text, Set<String>... more) {
    Set<String> words = new TreeSet<>(Set.of(text.strip().split("\\s+")));
    for (Set<String> others : more) {
      words.addAll(others);
    }
    return words;
  }
}
