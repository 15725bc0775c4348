package io.synod.cli.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.cli.Failure;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        "--experimental-max-learner=1 | There is no flag --experimental-max-learner; did you mean"
            + " --experimental-max-learners?",
        "--elephant | There is no flag --elephant; `synod server --help` lists them.",
        "--name | --name needs a value.",
        "name | \"name\" is not a flag, and a member takes nothing else.",
        "--cert-file=a.pem | --cert-file asks for TLS, which Synod does not have yet; leave it"
            + " out.",
        "--peer-auto-tls | --peer-auto-tls asks for TLS, which Synod does not have yet; leave it"
            + " out.",
        "--discovery=http://a | --discovery asks for a discovery service, which Synod does not have"
            + " yet; leave it out."
      })
  void refusesWhatItCannotDoInOneSentence(String line, String sentence) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(Failure.USAGE))
        .hasMessage(sentence);
  }

  @Test
  void aSwitchThatIsOffAsksForNothing() throws Failure {
    assertThat(read("--client-cert-auth=false").warnings()).hasSize(1);
  }

  @Test
  void everyFlagOfAMemberIsOneOfEtcds() {
    assertThat(KnownFlags.ALL).containsAll(Member.FLAGS);
  }

  private static EtcdFlags read(String line) throws Failure {
    return EtcdFlags.read(SUPPORTED, List.of(line.split(" ")), Map.of());
  }
}
