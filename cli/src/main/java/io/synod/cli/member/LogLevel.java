package io.synod.cli.member;

import io.synod.cli.Failure;

/** etcd's {@code --log-level}. */
final class LogLevel {
  private static final String PROPERTY = "org.slf4j.simpleLogger.defaultLogLevel";

  private LogLevel() {}

  /** Sets how much is logged; must come before the first logger, which reads it once. */
  static void set(String level) throws Failure {
    String known =
        switch (level) {
          case "debug", "info", "warn", "error" -> level;
          case "dpanic", "panic", "fatal" -> "error";
          default ->
              throw Failure.usage(
                  "--log-level=%s is none of debug, info, warn and error.".formatted(level));
        };
    System.setProperty(PROPERTY, known);
    // Netty and gRPC tell of themselves at info what only their own developers need.
    for (String library : new String[] {"io.netty", "io.grpc"}) {
      System.setProperty(
          "org.slf4j.simpleLogger.log." + library, known.equals("info") ? "warn" : known);
    }
  }
}
