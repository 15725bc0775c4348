package io.synod.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what the README says, as it stands there, in a directory with a {@code ./synod} of this
 * build and on ports that are free.
 */
final class ReadmeTest {
  /** What is not run here: it changes the machine, is this run itself, or has a test of its own. */
  private static final List<String> ELSEWHERE =
      List.of("apt-get install maven", "./check", "./synod demo", "./synod explore", "./synod sim");

  /** What is run here; the first of it before every test. */
  private static final List<String> HERE =
      List.of(
          "./synod up",
          "./synod put ",
          "./synod get ",
          "./synod status",
          "./synod register ",
          "etcdctl ",
          "export ETCDCTL_",
          "printf ");

  /** Where the program for jetcd begins; the Java before it is no whole program. */
  private static final String FIRST_LINE = "import static java.nio.charset.StandardCharsets.UTF_8;";

  @TempDir private static Path home;
  private static int port;
  private static Process up;

  @BeforeAll
  static void start() throws IOException {
    port = Launch.freePorts(3);
    String members =
        IntStream.range(0, 3)
            .mapToObj(i -> "127.0.0.1:" + (port + 100 * i))
            .collect(Collectors.joining(","));
    Path synod = home.resolve("synod");
    Files.writeString(
        synod,
        """
        #!/bin/sh
        command=$1; shift
        case $command in
          up) set -- --client-port=%d "$@" ;;
          put | get | status) set -- --endpoints=%s "$@" ;;
          register) action=$1; shift; set -- "$action" --endpoints=%s "$@" ;;
        esac
        exec %s "$command" "$@"
        """
            .formatted(
                port,
                members,
                members,
                Launch.words().stream()
                    .map(word -> "'" + word + "'")
                    .collect(Collectors.joining(" "))));
    Files.setPosixFilePermissions(synod, PosixFilePermissions.fromString("rwx------"));
    up =
        new ProcessBuilder("./synod", "up")
            .directory(home.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(Launch.awaitUp(up)).contains("m1 ", "m2 ", "m3 ", " leader ");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    up.destroy();
    assertThat(up.waitFor()).isZero();
    assertThat(home.resolve("synod-data")).isDirectory();
  }

  @Test
  void everyCommandIsRunByATest() throws IOException {
    List<String> known = new ArrayList<>(ELSEWHERE);
    known.addAll(HERE);
    assertThat(lines()).allSatisfy(line -> assertThat(known).anyMatch(line::startsWith));
    assertThat(known).allSatisfy(start -> assertThat(lines()).anyMatch(it -> it.startsWith(start)));
  }

  @Test
  void fiveMinutesWithEtcdctl() throws Exception {
    var _ = new Etcdctl("127.0.0.1:" + port);
    Launch.Run run = shell(line -> !line.startsWith("./"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("OK\ngreeting\nhello\n+--")
        .endsWith("+\nSUCCESS\n\nOK\ngreeting\nhello\n");
    assertThat(run.out().lines().filter(line -> line.startsWith("| 127.0.0.1:"))).hasSize(3);
  }

  @Test
  void synodsOwnClientDoesTheSame() throws Exception {
    Launch.Run run = shell(line -> line.startsWith("./synod ") && !isOfRegisters(line));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("OK\ngreeting\nhello\nNAME ");
    assertThat(run.out().lines().filter(line -> line.contains(" leader "))).hasSize(1);
  }

  @Test
  void registersAreChosenOnce() throws Exception {
    Launch.Run run = shell(ReadmeTest::isOfRegisters);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("worker-a\nworker-a\nMEMBER ");
    assertThat(run.out().lines().filter(line -> line.contains("worker-a"))).hasSizeGreaterThan(3);
  }

  private static boolean isOfRegisters(String line) {
    return line.startsWith("./synod register ");
  }

  @Test
  void fiveMinutesWithJetcd() throws Exception {
    Path program = home.resolve("Greeting.java");
    List<String> java = blocks("java");
    List<String> whole = java.subList(java.indexOf(FIRST_LINE), java.size());
    Files.writeString(program, String.join("\n", onTestPorts(whole)));
    List<String> words = Launch.words();
    words.removeLast();
    words.add(program.toString());
    Launch.Run run = Launch.run(new ProcessBuilder(words));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("hello\n");
  }

  /** Runs lines of the README in one shell, which ends at the first that fails. */
  private static Launch.Run shell(Predicate<String> choice) throws Exception {
    List<String> lines =
        lines().stream()
            .filter(choice)
            .filter(line -> HERE.stream().skip(1).anyMatch(line::startsWith))
            .toList();
    assertThat(lines).hasSizeGreaterThan(2);
    Path script = home.resolve("script");
    Files.writeString(script, String.join("\n", onTestPorts(lines)) + "\n");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-eu", script.toString()).directory(home.toFile());
    shell.environment().keySet().removeIf(variable -> variable.startsWith("ETCDCTL_"));
    return Launch.run(shell);
  }

  private static List<String> onTestPorts(List<String> lines) {
    return lines.stream()
        .map(line ->
            Pattern.compile("127\\.0\\.0\\.1:2([345])79")
                .matcher(line)
                .replaceAll(at -> "127.0.0.1:" + (port + 100 * (at.group(1).charAt(0) - '3'))))
        .toList();
  }

  /** The commands, in order. */
  private static List<String> lines() throws IOException {
    return blocks("sh").stream().filter(line -> !line.isBlank()).toList();
  }

  /** The lines of all code in a language. */
  private static List<String> blocks(String language) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("..", "README.md"))) {
      if (line.startsWith("```")) {
        inside = line.equals("```" + language);
      } else if (inside) {
        lines.add(line);
      }
    }
    return lines;
  }
}
