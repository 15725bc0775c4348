package io.synod.explorer;

import java.util.ArrayList;
import java.util.List;

/**
 * A lesson: a few stops, each a text and the lines that are played when the reader gets there, and
 * at the end a task.
 *
 * <p>As a text, each part begins with a word and a colon at the start of a line:
 *
 * <pre>
 * title: Why a majority
 * idea: Any two majorities have a member in common.
 * setting: register 3
 *
 * stop: A value is chosen
 * Paragraphs, with empty lines between them.
 * play: register propose 1 r X
 * play: run
 * claim: chosen X
 *
 * task: Choose another
 * What to do.
 * goal: chosen Y
 * hint: What helps.
 * solution: register propose 2 r Y
 * </pre>
 *
 * Stops and the task go on where the one before ended, unless they have a {@code setting} of their
 * own: then a new run begins. {@link Claims} says what can be claimed, and be a goal; several goals
 * are reached together.
 *
 * @param title its name
 * @param idea the one idea, in a sentence
 * @param stops what is read and played, in order
 * @param task what the reader is asked to bring about
 */
public record Lesson(String title, String idea, List<Stop> stops, Task task) {

  /**
   * A place to stop and look.
   *
   * @param heading its heading
   * @param text its paragraphs
   * @param setting what a new run begins with; empty if the run goes on
   * @param lines what is played on getting there
   * @param claims what holds then
   */
  public record Stop(
      String heading, List<String> text, String setting, List<String> lines, List<String> claims) {}

  /**
   * Something to do.
   *
   * @param stop where it begins
   * @param goals what holds once it is done, and did not before
   * @param hint what helps
   * @param solution lines that do it
   */
  public record Task(Stop stop, List<String> goals, String hint, List<String> solution) {}

  /**
   * Reads a lesson.
   *
   * @throws IllegalArgumentException with a sentence for people that names the line, if it is not
   *     understood or something is missing
   */
  public static Lesson of(String text) {
    return new Reader(text).read();
  }

  /** A stop or the task while it is read. */
  private static final class Part {
    final String heading;
    final List<String> text = new ArrayList<>();
    final List<String> lines = new ArrayList<>();
    final List<String> claims = new ArrayList<>();
    final List<String> goals = new ArrayList<>();
    final List<String> solution = new ArrayList<>();
    final StringBuilder paragraph = new StringBuilder();
    String setting = "";
    String hint = "";

    Part(String heading) {
      this.heading = heading;
    }

    void endParagraph() {
      if (!paragraph.isEmpty()) {
        text.add(paragraph.toString());
        paragraph.setLength(0);
      }
    }

    Stop stop() {
      endParagraph();
      return new Stop(heading, List.copyOf(text), setting, List.copyOf(lines), List.copyOf(claims));
    }
  }

  private static final class Reader {

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private String title = "";
    private String idea = "";
    private String setting = "";
    private boolean isTask;
    private int number;

    Reader(String text) {
      this.text = text;
    }

    Lesson read() {
      int begin = 0;
      for (int i = 0; i <= text.length(); i++) {
        if (i == text.length() || text.charAt(i) == '\n') {
          number++;
          line(text.substring(begin, i).strip());
          begin = i + 1;
        }
      }
      return finish();
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException("Line " + number + " of the lesson: " + what);
    }

    private void line(String line) {
      int colon = keyEnd(line);
      if (colon > 0) {
        key(line.substring(0, colon), line.substring(colon + 1).strip());
      } else if (line.isEmpty()) {
        if (!parts.isEmpty()) {
          parts.getLast().endParagraph();
        }
      } else if (parts.isEmpty()) {
        throw wrong("text stands below a `stop:` or the `task:`, not above them.");
      } else {
        Part part = parts.getLast();
        part.paragraph.append(part.paragraph.isEmpty() ? "" : " ").append(line);
      }
    }

    /** Where the colon is behind a word of small letters that begins the line; -1 if none is. */
    private static int keyEnd(String line) {
      int end = 0;
      while (end < line.length() && line.charAt(end) >= 'a' && line.charAt(end) <= 'z') {
        end++;
      }
      return end > 0 && end < line.length() && line.charAt(end) == ':' ? end : -1;
    }

    private void key(String key, String value) {
      if (value.isEmpty()) {
        throw wrong("`" + key + ":` says nothing.");
      }
      switch (key) {
        case "title" -> title = value;
        case "idea" -> idea = value;
        case "stop", "task" -> begin(key, value);
        case "setting" -> setting(value);
        case "play" -> part(key, false).lines.add(value);
        case "claim" -> part(key, false).claims.add(value);
        case "goal" -> part(key, true).goals.add(value);
        case "hint" -> part(key, true).hint = value;
        case "solution" -> part(key, true).solution.add(value);
        default -> throw wrong("there is no `" + key + ":`.");
      }
    }

    private void begin(String key, String heading) {
      if (isTask) {
        throw wrong("nothing comes after the task.");
      }
      isTask = key.equals("task");
      parts.add(new Part(heading));
    }

    private void setting(String value) {
      String line;
      try {
        line = Setting.of(value).line();
      } catch (IllegalArgumentException unfit) {
        throw new IllegalArgumentException(wrong("").getMessage() + unfit.getMessage(), unfit);
      }
      if (parts.isEmpty()) {
        setting = line;
      } else {
        parts.getLast().setting = line;
      }
    }

    private Part part(String key, boolean ofTask) {
      if (parts.isEmpty() || (ofTask && !isTask)) {
        throw wrong("`" + key + ":` stands below " + (ofTask ? "the `task:`." : "a `stop:`."));
      }
      parts.getLast().endParagraph();
      return parts.getLast();
    }

    private Lesson finish() {
      missing(title.isEmpty(), "title:");
      missing(idea.isEmpty(), "idea:");
      missing(setting.isEmpty(), "setting:");
      missing(!isTask, "task:");
      Part last = parts.getLast();
      missing(last.goals.isEmpty(), "goal:");
      missing(last.hint.isEmpty(), "hint:");
      missing(last.solution.isEmpty(), "solution:");
      missing(parts.size() < 2, "stop:");
      if (parts.getFirst().setting.isEmpty()) {
        parts.getFirst().setting = setting;
      }
      List<Stop> stops = parts.stream().map(Part::stop).toList();
      for (Stop stop : stops) {
        if (stop.text().isEmpty()) {
          throw new IllegalArgumentException(
              "The lesson says nothing below \"" + stop.heading() + "\".");
        }
      }
      Task task =
          new Task(stops.getLast(), List.copyOf(last.goals), last.hint, List.copyOf(last.solution));
      return new Lesson(title, idea, stops.subList(0, stops.size() - 1), task);
    }

    private static void missing(boolean isMissing, String key) {
      if (isMissing) {
        throw new IllegalArgumentException("The lesson has no `" + key + "`.");
      }
    }
  }

  /** The lesson as JSON. */
  String json() {
    return new Json()
        .object(json -> {
          json.field("title", title).field("idea", idea);
          json.field("stops").array(all -> stops.forEach(stop -> all.object(stop(stop))));
          json.field("task")
              .object(fields -> {
                stop(task.stop()).write(fields);
                fields.field("goals", task.goals()).field("hint", task.hint());
                fields.field("solution", task.solution());
              });
        })
        .toString();
  }

  private static Json.Part stop(Stop stop) {
    return json ->
        json.field("heading", stop.heading())
            .field("text", stop.text())
            .field("setting", stop.setting())
            .field("lines", stop.lines())
            .field("claims", stop.claims());
  }
}
