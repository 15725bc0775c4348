package io.synod.cli.member;

import io.synod.cli.Failure;
import io.synod.cli.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a person gave {@code synod server}: the values of the flags that mean something here, and
 * warnings about those that do not.
 *
 * @param values by flag, without dashes
 * @param warnings one line each
 */
record EtcdFlags(Map<String, String> values, List<String> warnings) {
  private static final String VARIABLE = "ETCD_";

  EtcdFlags {
    values = Map.copyOf(values);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a command line and the variables beside it; a flag wins over its variable.
   *
   * @param supported the flags that the member reads
   * @throws Failure if a flag is unknown, lacks its value, or asks for what must not be left out
   *     silently
   */
  static EtcdFlags read(
      Set<String> supported, List<String> arguments, Map<String, String> environment)
      throws Failure {
    Reader reader = new Reader(supported);
    reader.arguments(arguments);
    reader.environment(environment);
    return new EtcdFlags(reader.values, reader.warnings);
  }

  private static final class Reader {
    private final Set<String> supported;
    private final Set<String> known;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> ignored = new HashSet<>();
    private final List<String> warnings = new ArrayList<>();

    Reader(Set<String> supported) {
      this.supported = supported;
      this.known = new TreeSet<>(supported);
      known.addAll(KnownFlags.ALL);
    }

    void arguments(List<String> arguments) throws Failure {
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (!argument.startsWith("-")) {
          throw Failure.usage(
              "\"%s\" is not a flag, and a member takes nothing else.".formatted(argument));
        }
        String text = argument.substring(argument.startsWith("--") ? 2 : 1);
        int equals = text.indexOf('=');
        String flag = equals < 0 ? text : text.substring(0, equals);
        if (!known.contains(flag)) {
          throw unknown(flag);
        }
        if (equals >= 0) {
          take("--" + flag, flag, text.substring(equals + 1));
        } else if (KnownFlags.SWITCHES.contains(flag)) {
          take("--" + flag, flag, "true");
        } else if (++i < arguments.size()) {
          take("--" + flag, flag, arguments.get(i));
        } else {
          throw Failure.usage("--%s needs a value.".formatted(flag));
        }
      }
    }

    void environment(Map<String, String> environment) throws Failure {
      for (String variable : new TreeSet<>(environment.keySet())) {
        if (variable.startsWith(VARIABLE)) {
          String flag =
              variable.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '-');
          if (!known.contains(flag)) {
            warnings.add(variable + " is set, but etcd has no such variable; it is ignored.");
          } else if (!values.containsKey(flag) && !ignored.contains(flag)) {
            take(variable, flag, environment.getOrDefault(variable, ""));
          }
        }
      }
    }

    private void take(String source, String flag, String value) throws Failure {
      if (supported.contains(flag)) {
        values.put(flag, value);
        return;
      }
      Optional<String> refusal = KnownFlags.refusal(flag, value);
      if (refusal.isPresent()) {
        throw Failure.usage(source + " asks for " + refusal.get());
      }
      if (ignored.add(flag)) {
        warnings.add(source + " " + KnownFlags.warning(flag));
      }
    }

    private Failure unknown(String flag) {
      return Failure.usage(
          "There is no flag --%s%s"
              .formatted(
                  flag,
                  Nearest.to(flag, known)
                      .map(near -> "; did you mean --" + near + "?")
                      .orElse("; `synod server --help` lists them.")));
    }
  }
}
