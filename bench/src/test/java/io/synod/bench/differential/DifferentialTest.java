package io.synod.bench.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.synod.bench.differential.Trials.Finding;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DifferentialTest {
  private static final int CALLS = 6_000;

  @TempDir private Path directory;

  @Test
  void synodAnswersAsEtcdDoes() throws Exception {
    Assumptions.assumeTrue(isInstalled(), "etcd is not installed (Debian: etcd-server)");
    try (Trials trials = new Trials(Etcd::start, Synod::start, directory)) {
      for (int chapter = 0; chapter * Differential.CHAPTER < CALLS; chapter++) {
        Finding found = trials.play(Differential.chapter(1, chapter, Differential.CHAPTER));
        assertThat(found == null ? null : found.difference())
            .as("bench/differential --calls %d --seed 1 shrinks it", CALLS)
            .isNull();
      }
    }
  }

  static boolean isInstalled() throws InterruptedException {
    try {
      return new ProcessBuilder("etcd", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aDifferenceIsFoundAndShrunkToTheCallThatShowsIt() throws Exception {
    Map<String, String> strict = Map.of("max-request-bytes", "1000");
    try (Trials trials = new Trials(Synod::start, home -> Synod.start(home, strict), directory)) {
      Finding found = trials.play(Differential.chapter(1, 0, 500));
      assertThat(found).isNotNull();
      Finding smallest = trials.shrink(required(found), 300);
      assertThat(smallest.steps()).hasSize(1);
      assertThat(smallest.difference().where()).isEqualTo("done");
      assertThat(smallest.difference().actual()).contains("request is too large");
    }
  }

  /** So that what the documentation says of it stays true. */
  @Test
  void etcdDiesOfTheDeadlyTransactionAndSynodRefusesIt() throws Exception {
    Assumptions.assumeTrue(isInstalled(), "etcd is not installed (Debian: etcd-server)");
    Step deadly =
        Step.read(
            "txn {success {request_delete_range {key: \"a\" range_end: \"\\000\"}}"
                + " success {request_put {key: \"a\" ignore_value: true}}}");
    assertThat(Deadly.isTo((TxnRequest) deadly.message())).isTrue();
    Step.Ask before = (Step.Ask) Step.read("put {key: \"a\" value: \"1\"}");
    try (Side synod = new Side(Synod.start(directory.resolve("synod")))) {
      assertThat(synod.ask(before, before.message()).get()).isInstanceOf(Answer.Done.class);
      assertThat(synod.ask((Step.Ask) deadly, deadly.message()).get())
          .isEqualTo(new Answer.Failed(Status.Code.INVALID_ARGUMENT, "etcdserver: key not found"));
    }
    try (Etcd etcd = Etcd.start(directory.resolve("etcd"));
        Side side = new Side(etcd)) {
      assertThat(side.ask(before, before.message()).get()).isInstanceOf(Answer.Done.class);
      assertThat(side.ask((Step.Ask) deadly, deadly.message()).get())
          .isInstanceOfSatisfying(
              Answer.Failed.class,
              failed -> assertThat(failed.code()).isEqualTo(Status.Code.UNAVAILABLE));
      assertThat(etcd.dies()).isTrue();
      assertThat(etcd.diesAgain()).isTrue();
    }
  }

  @Test
  void howLargeResponsesAreCutIsCompared() throws Exception {
    Map<String, String> longer = Map.of("max-request-bytes", "2000000");
    Generator generator = new Generator(3);
    List<Step> steps =
        List.of(
            Step.read(
                "watch0 {create_request {key: \"a\" range_end: \"d\" prev_kv: true fragment:"
                    + " true}}"),
            new Step.Ask(Unary.TXN, generator.heap()),
            new Step.Ask(Unary.TXN, generator.heap()));
    try (Trials trials = new Trials(Synod::start, home -> Synod.start(home, longer), directory)) {
      assertThat(required(trials.play(steps)).difference().where()).isEqualTo("fragments");
    }
  }

  private static Finding required(@Nullable Finding found) {
    if (found == null) {
      throw new AssertionError("nothing was found");
    }
    return found;
  }

  @Test
  void aScriptIsReadAsItWasWritten() throws IOException {
    List<Step> steps = new ArrayList<>(new Generator(5).chapter(2_000));
    Path file = directory.resolve("script");
    Script.write(file, steps);
    assertThat(Script.read(file)).isEqualTo(steps);
  }

  @Test
  void everyDifferenceThatIsMeantIsDocumented() throws IOException {
    String page = Files.readString(Path.of("../docs/compatibility.md"));
    for (Known known : Known.values()) {
      assertThat(page).contains("| `" + known.title() + "` |");
    }
  }
}
