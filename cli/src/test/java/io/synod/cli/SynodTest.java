package io.synod.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SynodTest {
  /** What one command did. */
  private record Result(int status, String out, String err) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "demo",
        "server",
        "status",
        "put",
        "get",
        "del",
        "register",
        "sim",
        "explore"
      })
  void everyCommandSaysHowItIsUsed(String command) {
    Result result = run(command, "--help");

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("Usage: synod " + command);
    assertThat(result.err()).isEmpty();
  }

  @Test
  void withoutACommandItListsAll() {
    Result result = run();

    assertThat(result.status()).isZero();
    assertThat(result.out())
        .contains("up", "demo", "server", "status", "put", "get", "del", "sim", "explore");
  }

  @Test
  void helpForACommandIsWhatTheCommandSays() {
    assertThat(run("help")).isEqualTo(run("--help"));
    assertThat(run("help", "get")).isEqualTo(run("get", "--help"));
    assertThat(run("help", "server")).isEqualTo(run("server", "--help"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "version", "server --version"})
  void saysItsVersion(String line) {
    Result result = run(line.split(" "));

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("synod ").contains("Java " + Runtime.version().feature());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gte key | There is no command gte; did you mean get?",
        "elephant | There is no command elephant.",
        "get --prefx key | There is no flag --prefx here; did you mean --prefix?",
        "get | Missing required parameter: 'KEY'.",
        "get a b | \"b\" is one argument too many.",
        "put a -v | There is no flag -v here; a key or value that begins with a dash goes after the"
            + " flags and a --.",
        "put -- -a -b --endpoints a:1 | --endpoints stands after a --, where flags do not count;"
            + " move it before that.",
        "up --members 10 | --members=10 is not a number from 1 to 9.",
        "up --members 0 | --members=0 is not a number from 1 to 9.",
        "up --members three | Invalid value for option '--members': 'three' is not a whole number.",
        "up --client-port 65535 | --client-port=65535 is not a port from 1 to 65334.",
        "explore --port 65536 | --port=65536 is not a port from 0 to 65535.",
        "put --endpoints nowhere a b | \"nowhere\" is not an endpoint of the form HOST:PORT.",
        "put --endpoints a:65536 a b | \"a:65536\" is not an endpoint of the form HOST:PORT.",
        "get --endpoints a:1, a | \"\" is not an endpoint of the form HOST:PORT.",
        "get --endpoints https://a:1 a | https://a:1 asks for TLS, which Synod does not have yet;"
            + " use http://.",
        "register | Say what to do: propose, read, list or explain.",
        "register propose a | Missing required parameter: 'VALUE'.",
        "sim --seeds 0 | --seeds=0 is less than 1.",
        "sim --seeds many | Invalid value for option '--seeds': 'many' is not a whole number.",
        "sim --minutes -1 | --minutes=-1 is less than 1.",
        "sim --jobs 1000 | --jobs=1000 is not a number from 1 to 256.",
        "sim --from 9223372036854775807 | There are no 1,000 seeds from 9223372036854775807 on.",
        "sim --level atoms | --level=atoms is none of cores and members.",
        "sim --replay 1 --seeds 2 | --seeds does not go with --replay, which runs one seed; leave"
            + " one of them out.",
        "sim --replay 1 --broken | --broken does not go with --replay, which runs one seed; leave"
            + " one of them out.",
        "sim --broken --campaign file | --campaign does not go with --broken, which has its own"
            + " seeds; leave one of them out.",
        "sim --with loss=0 | --with is about a run to replay; name that with --replay.",
        "sim --trace file | --trace is about a run to replay; name that with --replay.",
        "sim --replay 1 --with loss=much | --with: In \"loss=much\" there is no whole number behind"
            + " the equals sign.",
        "sim --replay 1 --with members=0 | --with: In \"members=0\" the number is less than 1.",
        "sim --broken=adopt-frist | There is no broken rule adopt-frist; did you mean adopt-first?",
        "sim --broken=everything | There is no broken rule everything; `./synod sim --broken` shows"
            + " all.",
        "server --nmae=a | There is no flag --nmae; did you mean --name?",
        "server --log-level=loud | --log-level=loud is none of debug, info, warn and error."
      })
  void aWrongCommandLineGetsOneSentenceAndStatus2(String line, String sentence) {
    Result result = run(line.split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).first().isEqualTo("synod: " + sentence);
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get key", "put key value", "del key", "status", "register propose a b"})
  void aClusterThatIsNotThereGetsOneSentenceAndStatus1(String line) {
    Result result = run((line + " --endpoints 127.0.0.1:1").split(" "));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "synod: No member answers at 127.0.0.1:1; start a cluster with `synod up`, or name its"
                + " members with --endpoints.\n");
  }

  @Test
  void aHostThatIsNotThereGetsTheSameSentence() {
    assertThat(run("get", "key", "--endpoints", "nowhere.invalid:1").err())
        .isEqualTo(
            "synod: No member answers at nowhere.invalid:1; start a cluster with `synod up`, or"
                + " name its members with --endpoints.\n");
  }

  @Test
  void whatIsNotAMemberGetsOneSentence() throws IOException {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread hangsUp =
          Thread.startVirtualThread(() -> {
            while (!stranger.isClosed()) {
              try {
                stranger.accept().close();
              } catch (IOException e) {
                return;
              }
            }
          });
      String address = "127.0.0.1:" + stranger.getLocalPort();
      Result result = run("get", "key", "--endpoints", address);

      assertThat(hangsUp.isAlive()).isTrue();
      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              "synod: "
                  + address
                  + " broke off before it answered; is that where a member serves clients?\n");
    }
  }

  private static Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int status = Synod.run(List.of(arguments), Map.of());
      return new Result(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }
  }
}
