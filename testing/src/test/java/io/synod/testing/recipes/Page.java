package io.synod.testing.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The code on docs/recipes.md. */
final class Page {

  private final String text;

  Page() throws IOException {
    text = Files.readString(Path.of("../docs/recipes.md"));
  }

  /** Each program in Java. */
  List<String> java() {
    return blocks("", "java");
  }

  /** How many pieces of code there are, of whatever kind. */
  long size() {
    return text.lines().filter(line -> line.startsWith("```") && line.length() > 3).count();
  }

  /** All functions of the shell that are marked so, with what they need. */
  List<String> functions(String mark) {
    return blocks("<!-- " + mark + " -->\n", "sh");
  }

  private List<String> blocks(String before, String language) {
    return Pattern.compile("(?ms)^" + before + "```" + language + "\n(.*?)^```\n")
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
