package io.synod.testing.users;

import io.synod.testing.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * {@code etcdctl check perf}, which takes a minute and does little in it: it begins with the first
 * class that has this extension, against a cluster of its own, and goes on beside the others.
 */
final class CheckPerf implements BeforeAllCallback, ParameterResolver {

  /** The check and its cluster. */
  static final class Running implements AutoCloseable {

    private final Cluster cluster;
    private final Etcdctl etcdctl;
    private final Program program;

    private Running() {
      try {
        Etcdctl.assumeInstalled();
        cluster = Cluster.start(1);
        etcdctl = Etcdctl.of(cluster);
        program = etcdctl.start("check", "perf", "--load=s", "--auto-compact", "--auto-defrag");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Etcdctl etcdctl() {
      return etcdctl;
    }

    Program program() {
      return program;
    }

    @Override
    public void close() {
      program.close();
      cluster.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    of(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Running.class);
  }

  @Override
  public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return of(context);
  }

  /** Ends with the run of all tests. */
  private static Running of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(CheckPerf.class))
        .computeIfAbsent(Running.class, _ -> new Running(), Running.class);
  }
}
