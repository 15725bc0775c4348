package io.synod.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.sim.transcript.Transcript;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lesson is played, on the classes that the page runs, so that none says what is not so. */
final class LessonTest {

  private static final Path LESSONS =
      Path.of("src/main/resources/io/synod/explorer/page/lessons").toAbsolutePath();

  /** The longest address that every browser and chat takes. */
  private static final int LONGEST_ADDRESS = 2_000;

  private static final WovenPage PAGE = WovenPage.load();

  static List<Path> lessons() throws IOException {
    try (Stream<Path> files = Files.list(LESSONS)) {
      return files.filter(file -> !file.endsWith("index.txt")).sorted().toList();
    }
  }

  private static Lesson read(Path file) throws IOException {
    return Lesson.of(Files.readString(file));
  }

  @ParameterizedTest
  @MethodSource("lessons")
  void whatALessonClaimsHolds(Path file) throws IOException {
    Lesson lesson = read(file);
    Played played = new Played();
    lesson.stops().forEach(played::arrive);

    Lesson.Task task = lesson.task();
    played.arrive(task.stop());
    assertThat(task.goals()).as("goals before the solution").anyMatch(goal -> !PAGE.holds(goal));

    played.play(task.solution());
    assertThat(task.goals()).as("goals after it").allMatch(PAGE::holds);
    played.leave();
  }

  /** A reader's way through a lesson. */
  private static final class Played {

    private final List<String> lines = new ArrayList<>();
    private String setting = "";

    void arrive(Lesson.Stop stop) {
      if (!stop.setting().isEmpty()) {
        leave();
        lines.clear();
        setting = stop.setting();
        PAGE.begin(setting);
      }
      play(stop.lines());
      assertThat(stop.claims()).as(stop.heading()).allMatch(PAGE::holds);
    }

    void play(List<String> more) {
      more.forEach(PAGE::play);
      lines.addAll(more);
    }

    /** A run is over: it fits into an address, and is one that the test suite would write. */
    void leave() {
      if (setting.isEmpty()) {
        return;
      }
      String address = setting + "\n" + String.join("\n", lines);
      assertThat(URLEncoder.encode(address, StandardCharsets.UTF_8)).hasSizeLessThan(1_900);
      assertThat(address).hasSizeLessThan(LONGEST_ADDRESS);
      if (!setting.contains("off=")) {
        String transcript = PAGE.transcript();
        assertThat(Transcript.play(transcript)).isEqualTo(transcript);
      }
    }
  }

  @Test
  void theListOfLessonsIsComplete() throws IOException {
    List<String> listed = new ArrayList<>(Files.readAllLines(LESSONS.resolve("index.txt")));
    listed.removeIf(line -> line.startsWith("# "));
    List<String> wanted = new ArrayList<>();
    for (Path file : lessons()) {
      String name = String.valueOf(file.getFileName());
      Lesson lesson = read(file);
      wanted.add(
          name.substring(0, name.length() - 4) + " | " + lesson.title() + " | " + lesson.idea());
    }

    assertThat(listed).isEqualTo(wanted);
    assertThat(wanted.size()).isGreaterThanOrEqualTo(18);
  }

  @Test
  void aLessonForThePageHasItsStopsAndItsTask() {
    String json =
        Page.lesson(
            """
            title: T
            idea: I
            setting: register 3

            stop: One
            Some text
            on two lines.

            And "more".
            play: register propose 1 r X
            play: run
            claim: chosen X

            task: Do
            Something.
            setting: register 5 seed=2
            goal: chosen Y
            hint: H
            solution: register propose 1 r Y
            """);

    assertThat(json)
        .isEqualTo(
            "{\"title\":\"T\",\"idea\":\"I\",\"stops\":[{\"heading\":\"One\",\"text\":[\"Some text"
                + " on two lines.\",\"And \\\"more\\\".\"],\"setting\":\"register 3"
                + " seed=1\",\"lines\":[\"register propose 1 r X\",\"run\"],\"claims\":[\"chosen"
                + " X\"]}],\"task\":{\"heading\":\"Do\",\"text\":[\"Something.\"],\"setting\":\"register"
                + " 5 seed=2\",\"lines\":[],\"claims\":[],\"goals\":[\"chosen"
                + " Y\"],\"hint\":\"H\",\"solution\":[\"register propose 1 r Y\"]}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colour: red | Line 1 of the lesson: there is no `colour:`.",
        "title: | Line 1 of the lesson: `title:` says nothing.",
        "Hello. | Line 1 of the lesson: text stands below a `stop:` or the `task:`, not above"
            + " them.",
        "play: run | Line 1 of the lesson: `play:` stands below a `stop:`.",
        "stop: A;goal: sound | Line 2 of the lesson: `goal:` stands below the `task:`.",
        "task: A;stop: B | Line 2 of the lesson: nothing comes after the task.",
        "setting: chess 3 | Line 1 of the lesson: There is no mode \"chess\"; it is register, log"
            + " or election.",
        "title: A | The lesson has no `idea:`.",
        "title: A;idea: B;setting: log 3;stop: C | The lesson has no `task:`.",
        "title: A;idea: B;setting: log 3;task: C;goal: sound;hint: D | The lesson has no"
            + " `solution:`.",
        "title: A;idea: B;setting: log 3;stop: S;task: C;goal: sound;hint: D;solution: run | The"
            + " lesson says nothing below \"S\".",
      })
  void aLessonThatMakesNoSenseIsRefusedInASentence(String text, String sentence) {
    assertThatThrownBy(() -> Lesson.of(text.replace(';', '\n'))).hasMessage(sentence);
  }
}
