package io.synod.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence what is wrong with a command line. */
final class Misuse {
  private static final String DASHES =
      "; a key or value that begins with a dash goes after the flags and a --.";

  private Misuse() {}

  /** Prints the sentence and where to read more; the exit status is the answer. */
  static int explain(ParameterException thrown, String[] arguments) {
    CommandLine command = thrown.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println("synod: " + sentence(thrown, command, arguments));
    command.getErr().println("`" + name + " --help` says how it is used.");
    return Failure.USAGE;
  }

  private static String sentence(
      ParameterException thrown, CommandLine command, String[] arguments) {
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().getFirst(), command);
    }
    if (thrown instanceof MissingParameterException) {
      // A value that looks like a flag is missed as a value before it is missed as a flag.
      Optional<String> flag =
          Arrays.stream(arguments)
              .takeWhile(word -> !word.equals("--"))
              .filter(word -> word.length() > 1 && word.startsWith("-"))
              .filter(word -> !flags(command).contains(name(word)))
              .findFirst();
      if (flag.isPresent()) {
        return unmatched(flag.get(), command);
      }
    }
    String message =
        Objects.requireNonNullElse(thrown.getMessage(), "the command line is wrong")
            .replaceFirst("is not an? (int|long)", "is not a whole number");
    return message.endsWith(".") ? message : message + ".";
  }

  private static String unmatched(String word, CommandLine command) {
    if (!word.startsWith("-")) {
      List<String> commands = List.copyOf(command.getSubcommands().keySet());
      return commands.isEmpty()
          ? "\"%s\" is one argument too many.".formatted(word)
          : "There is no command %s%s".formatted(word, meant(word, commands, "."));
    }
    String flag = name(word);
    if (flags(command).contains(flag)) {
      return "%s stands after a --, where flags do not count; move it before that.".formatted(flag);
    }
    boolean positional = !command.getCommandSpec().positionalParameters().isEmpty();
    return "There is no flag %s here%s"
        .formatted(flag, meant(flag, flags(command), positional ? DASHES : "."));
  }

  private static String meant(String word, List<String> known, String otherwise) {
    // Of flags of one letter each is as near as any other.
    return Nearest.to(word, known)
        .filter(near -> near.length() > 2)
        .map(near -> "; did you mean " + near + "?")
        .orElse(otherwise);
  }

  private static String name(String word) {
    return word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
  }

  private static List<String> flags(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .flatMap(option -> Arrays.stream(option.names()))
        .toList();
  }
}
