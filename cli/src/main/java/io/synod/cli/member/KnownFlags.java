package io.synod.cli.member;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The flags of etcd 3.4 to 3.6 that Synod knows and does not read. */
final class KnownFlags {
  /** Those that take no value unless one is given after an equals sign. */
  static final Set<String> SWITCHES =
      words(
          """
          auto-tls client-cert-auth cluster-active-size cluster-remove-delay cluster-sync-interval
          config debug discovery-insecure-skip-tls-verify discovery-insecure-transport
          enable-distributed-tracing enable-grpc-gateway enable-log-rotation enable-pprof
          enable-v2 experimental-compact-hash-check-enabled
          experimental-enable-distributed-tracing experimental-enable-lease-checkpoint
          experimental-enable-lease-checkpoint-persist experimental-initial-corrupt-check
          experimental-memory-mlock experimental-peer-skip-client-san-verification
          experimental-stop-grpc-service-on-defrag experimental-txn-mode-write-with-shared-buffer
          force force-new-cluster initial-election-tick-advance max-result-buffer
          max-retry-attempts memory-mlock next-cluster-version-compatible peer-auto-tls
          peer-client-cert-auth peer-election-timeout peer-heartbeat-interval
          peer-skip-client-san-verification pre-vote retry-interval snapshot socket-reuse-address
          socket-reuse-port strict-reconfig-check unsafe-no-fsync v vv
          """);

  /** Leaving these out silently would serve in the clear what was to be encrypted. */
  private static final Set<String> TLS =
      words(
          """
          auto-tls cert-file client-cert-allowed-hostname client-cert-auth client-cert-file
          client-crl-file client-key-file key-file peer-auto-tls peer-cert-allowed-cn
          peer-cert-allowed-hostname peer-cert-file peer-client-cert-auth peer-client-cert-file
          peer-client-key-file peer-crl-file peer-key-file peer-trusted-ca-file trusted-ca-file
          """);

  /** Leaving these out silently would start a member of another cluster than the one asked for. */
  private static final Set<String> DISCOVERY =
      words(
          """
          discovery discovery-endpoints discovery-srv discovery-srv-name discovery-token
          """);

  /** Every flag of etcd. */
  static final Set<String> ALL =
      words(
          """
          advertise-client-urls auth-token auth-token-ttl auto-compaction-mode
          auto-compaction-retention backend-batch-interval backend-batch-limit
          backend-bbolt-freelist-type bcrypt-cost bootstrap-defrag-threshold-megabytes
          cipher-suites compact-hash-check-time compaction-batch-limit compaction-sleep-interval
          config-file corrupt-check-time cors data-dir discovery-cacert discovery-cert
          discovery-dial-timeout discovery-fallback discovery-keepalive-time
          discovery-keepalive-timeout discovery-key discovery-password discovery-proxy
          discovery-request-timeout discovery-user distributed-tracing-address
          distributed-tracing-instance-id distributed-tracing-sampling-rate
          distributed-tracing-service-name downgrade-check-time election-timeout
          experimental-backend-bbolt-freelist-type
          experimental-bootstrap-defrag-threshold-megabytes experimental-compact-hash-check-time
          experimental-compaction-batch-limit experimental-compaction-sleep-interval
          experimental-corrupt-check-time experimental-distributed-tracing-address
          experimental-distributed-tracing-instance-id
          experimental-distributed-tracing-sampling-rate
          experimental-distributed-tracing-service-name experimental-downgrade-check-time
          experimental-enable-v2v3 experimental-snapshot-catchup-entries
          experimental-warning-apply-duration experimental-warning-unary-request-duration
          experimental-watch-progress-notify-interval feature-gates grpc-keepalive-interval
          grpc-keepalive-min-time grpc-keepalive-timeout heartbeat-interval host-whitelist
          initial-advertise-peer-urls initial-cluster initial-cluster-state initial-cluster-token
          listen-client-http-urls listen-client-urls listen-metrics-urls listen-peer-urls
          log-format log-level log-output log-outputs log-package-levels log-rotation-config-json
          logger max-concurrent-streams max-learners max-request-bytes max-snapshots max-txn-ops
          max-wals metrics name proxy proxy-dial-timeout proxy-failure-wait proxy-read-timeout
          proxy-refresh-interval proxy-write-timeout quota-backend-bytes raft-read-timeout
          raft-write-timeout self-signed-cert-validity snapshot-catchup-entries snapshot-count
          tls-max-version tls-min-version v2-deprecation wal-dir warning-apply-duration
          warning-unary-request-duration watch-progress-notify-interval
          """,
          SWITCHES,
          TLS,
          DISCOVERY);

  private KnownFlags() {}

  /**
   * Why a member cannot be run without what a flag asks for, and what to do; nothing if the flag
   * may be left out.
   */
  static Optional<String> refusal(String flag, String value) {
    if (value.isEmpty() || value.equals("false") || value.equals("off")) {
      return Optional.empty();
    }
    return switch (flag) {
      case "config-file" ->
          Optional.of(
              "a configuration file, which Synod does not read; give its settings as flags or"
                  + " ETCD_* variables.");
      case "force-new-cluster" ->
          Optional.of(
              "a new cluster of one member from an old one's data, which Synod cannot make; start"
                  + " most of the old members, or begin anew with an empty --data-dir.");
      case "proxy" ->
          Optional.of(
              "a proxy, which Synod is not; leave it out to run a member, and give clients the"
                  + " members' own addresses.");
      default -> {
        if (DISCOVERY.contains(flag)) {
          yield Optional.of(
              "a discovery service, which Synod does not use; name all members with"
                  + " --initial-cluster.");
        }
        yield TLS.contains(flag)
            ? Optional.of(
                "TLS, which Synod does not have yet; leave it out where the network itself can be"
                    + " trusted.")
            : Optional.empty();
      }
    };
  }

  /** What a person should know whose flag is left out. */
  static String warning(String flag) {
    return switch (flag) {
      case "unsafe-no-fsync" -> "is ignored: Synod always syncs.";
      case "wal-dir" -> "is ignored: the journal is in --data-dir.";
      case "listen-metrics-urls", "listen-client-http-urls" ->
          "is ignored: --listen-client-urls serves HTTP and /metrics, too.";
      case "debug" -> "is ignored: the flag for that is --log-level=debug.";
      case "log-output", "log-outputs" -> "is ignored: a member logs to standard error.";
      case "enable-v2", "experimental-enable-v2v3" ->
          "is ignored: Synod serves etcd's v3 API only.";
      default -> "has no meaning for Synod and is ignored.";
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
