package io.synod.bench;

import io.synod.bench.cluster.Contender;
import io.synod.bench.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which systems are measured: the flags that all comparing commands share. */
final class Sides {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--only", paramLabel = "SYSTEM", description = "Only etcd, or only synod.")
  private @Nullable String only;

  @Option(names = "--etcd", hidden = true, description = "etcd's program.")
  private String etcd = "etcd";

  @Option(names = "--etcd-version", hidden = true, description = "What etcd says it is.")
  private String etcdVersion = "";

  @Option(names = "--synod-version", hidden = true, description = "What Synod says it is.")
  private String synodVersion = "";

  Sides() {}

  /** The systems, etcd first, each with these flags more. */
  List<Contender> contenders(Place place, String... flags) {
    List<Contender> both = new ArrayList<>();
    if (!"synod".equals(only)) {
      both.add(new Contender(Results.BASE, with(List.of(etcd), flags)));
    }
    if (!"etcd".equals(only)) {
      Contender synod = place.synod();
      both.add(new Contender(synod.name(), with(synod.command(), flags)));
    }
    if (both.isEmpty() || (only != null && both.size() == 2)) {
      throw wrong("--only takes etcd or synod, not '" + only + "'");
    }
    return both;
  }

  private static List<String> with(List<String> command, String... flags) {
    return Stream.concat(command.stream(), Stream.of(flags)).toList();
  }

  /** What is compared, in words. */
  String versions() {
    return Stream.of(synodVersion, etcdVersion)
        .filter(version -> !version.isEmpty())
        .reduce((one, other) -> one + " against " + other)
        .orElse("");
  }

  /** What a wrong command line ends with. */
  ParameterException wrong(String sentence) {
    if (spec == null) {
      throw new IllegalStateException("no command line was read");
    }
    return new ParameterException(spec.commandLine(), sentence);
  }
}
