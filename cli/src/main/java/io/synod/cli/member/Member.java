package io.synod.cli.member;

import io.synod.cli.Failure;
import java.util.Map;
import java.util.Set;

/** The member of this process. */
final class Member {
  /** The flags that it reads. */
  static final Set<String> FLAGS =
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
          "quota-backend-bytes",
          "log-level");

  private Member() {}

  /** Runs it until the process is told to stop. */
  static void run(Map<String, String> flags) throws Failure {
    if (FLAGS.containsAll(flags.keySet())) {
      throw Failure.failed("There is no member to run yet.");
    }
  }
}
