package io.synod.cli.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EtcdFlagsTest {
  private static final Set<String> SUPPORTED = Set.of("name", "data-dir");

  @ParameterizedTest
  @ValueSource(strings = {"--name=a", "-name=a", "--name a", "-name a"})
  void takesEveryFormThatEtcdTakes(String line) throws Failure {
    assertThat(read(line).values()).isEqualTo(Map.of("name", "a"));
  }

  @Test
  void takesAnEqualsSignWithinAValue() throws Failure {
    assertThat(read("--name=a=http://b:1").values()).containsEntry("name", "a=http://b:1");
  }

  @Test
  void aFlagWinsOverItsVariable() throws Failure {
    EtcdFlags flags =
        EtcdFlags.read(
            SUPPORTED,
            List.of("--name=flag"),
            Map.of("ETCD_NAME", "variable", "ETCD_DATA_DIR", "d", "ETCDCTL_API", "3"));

    assertThat(flags.values()).isEqualTo(Map.of("name", "flag", "data-dir", "d"));
    assertThat(flags.warnings()).isEmpty();
  }

  @Test
  void warnsOfAKnownFlagWithoutMeaningAndGoesOn() throws Failure {
    EtcdFlags flags = read("--max-wals=5 --enable-pprof --strict-reconfig-check --name a");

    assertThat(flags.values()).isEqualTo(Map.of("name", "a"));
    assertThat(flags.warnings())
        .containsExactly(
            "--max-wals has no meaning for Synod and is ignored.",
            "--enable-pprof has no meaning for Synod and is ignored.",
            "--strict-reconfig-check has no meaning for Synod and is ignored.");
  }

  @Test
  void warnsOfAVariableThatEtcdDoesNotHave() throws Failure {
    EtcdFlags flags = EtcdFlags.read(SUPPORTED, List.of(), Map.of("ETCD_NAMES", "a"));

    assertThat(flags.values()).isEmpty();
    assertThat(flags.warnings())
        .containsExactly("ETCD_NAMES is set, but etcd has no such variable; it is ignored.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nmae=a | There is no flag --nmae; did you mean --name?",
        "--max-learner=1 | There is no flag --max-learner; did you mean --max-learners?",
        "--elephant | There is no flag --elephant; `synod server --help` lists them.",
        "--name | --name needs a value.",
        "name | \"name\" is not a flag, and a member takes nothing else.",
        "--cert-file=a.pem | --cert-file asks for TLS, which Synod does not have yet; leave it"
            + " out where the network itself can be trusted.",
        "--peer-auto-tls | --peer-auto-tls asks for TLS, which Synod does not have yet; leave it"
            + " out where the network itself can be trusted.",
        "--discovery=http://a | --discovery asks for a discovery service, which Synod does not"
            + " use; name all members with --initial-cluster.",
        "--config-file=a.yml | --config-file asks for a configuration file, which Synod does not"
            + " read; give its settings as flags or ETCD_* variables.",
        "--force-new-cluster | --force-new-cluster asks for a new cluster of one member from an"
            + " old one's data, which Synod cannot make; start most of the old members, or begin"
            + " anew with an empty --data-dir.",
        "--proxy=on | --proxy asks for a proxy, which Synod is not; leave it out to run a member,"
            + " and give clients the members' own addresses."
      })
  void refusesWhatItCannotDoInOneSentence(String line, String sentence) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(Failure.USAGE))
        .hasMessage(sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--client-cert-auth=false", "--force-new-cluster=false", "--proxy off"})
  void whatIsSwitchedOffAsksForNothing(String line) throws Failure {
    assertThat(read(line).warnings()).hasSize(1);
  }

  @Test
  void aFlagThatIsSwitchedOffWinsOverItsVariable() throws Failure {
    EtcdFlags flags =
        EtcdFlags.read(SUPPORTED, List.of("--auto-tls=false"), Map.of("ETCD_AUTO_TLS", "true"));

    assertThat(flags.warnings()).hasSize(1);
  }

  @Test
  void warnsOnceOfWhatIsGivenMoreThanOnce() throws Failure {
    EtcdFlags flags =
        EtcdFlags.read(
            SUPPORTED, List.of("--max-wals=5", "--max-wals=6"), Map.of("ETCD_MAX_WALS", "7"));

    assertThat(flags.warnings())
        .containsExactly("--max-wals has no meaning for Synod and is ignored.");
  }

  @Test
  void theListOfFlagsNamesThemAll() throws IOException {
    assertThat(documented().keySet()).isEqualTo(KnownFlags.ALL);
  }

  @Test
  void everyFlagAndItsVariableAreTakenAsTheListSays() throws IOException {
    documented()
        .forEach((flag, what) -> {
          String variable = "ETCD_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
          assertThat(taken(List.of("--" + flag + "=true"), Map.of())).as(flag).isEqualTo(what);
          assertThat(taken(List.of(), Map.of(variable, "true"))).as(variable).isEqualTo(what);
          List<String> words =
              KnownFlags.SWITCHES.contains(flag)
                  ? List.of("--" + flag)
                  : List.of("--" + flag, "on");
          assertThat(taken(words, Map.of())).as(flag).isEqualTo(what);
        });
  }

  @Test
  void theListHasEveryFlagOfTheEtcdOnThisMachine() throws IOException {
    Set<String> flags = new TreeSet<>();
    try {
      Process etcd = new ProcessBuilder("etcd", "--help").redirectErrorStream(true).start();
      try (Stream<String> lines = etcd.inputReader().lines()) {
        lines
            .map(String::strip)
            .filter(line -> line.startsWith("--"))
            .forEach(line -> flags.add(line.substring(2).replaceAll(" .*", "")));
      }
    } catch (IOException e) {
      Assumptions.abort("etcd is not installed (Debian: etcd-server)");
    }

    assertThat(flags).hasSizeGreaterThan(70);
    assertThat(documented().keySet()).containsAll(flags);
  }

  /** What the list says of each flag. */
  private static Map<String, String> documented() throws IOException {
    Pattern row = Pattern.compile("\\| `--(\\S+)` +\\| [3456. ]+ \\| (read|ignored|refused) +\\|");
    Map<String, String> flags = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("..", "docs", "etcd-flags.md"))) {
      Matcher matcher = row.matcher(line);
      if (matcher.matches()) {
        flags.put(matcher.group(1), matcher.group(2));
      }
    }
    return flags;
  }

  private static String taken(List<String> arguments, Map<String, String> environment) {
    try {
      EtcdFlags flags = EtcdFlags.read(Member.FLAGS, arguments, environment);
      assertThat(flags.values().size() + flags.warnings().size()).isEqualTo(1);
      return flags.warnings().isEmpty() ? "read" : "ignored";
    } catch (Failure failure) {
      assertThat(failure.status()).isEqualTo(Failure.USAGE);
      assertThat(failure).hasMessageContaining(" asks for ");
      return "refused";
    }
  }

  private static EtcdFlags read(String line) throws Failure {
    return EtcdFlags.read(SUPPORTED, List.of(line.split(" ")), Map.of());
  }
}
