package io.synod.cli.client;

import io.synod.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command looks for members: the flag that all client commands share. */
final class Endpoints {
  /** Where `synod up` puts members, as many as there can be. */
  private static final List<String> LOCAL =
      IntStream.range(0, 9).mapToObj(i -> "127.0.0.1:" + (2_379 + 100 * i)).toList();

  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--endpoints",
      paramLabel = "HOST:PORT,...",
      description = {
        "Members' client addresses; the next is tried where one is down.",
        "Default: the members that `synod up` starts, 127.0.0.1:2379,127.0.0.1:2479,..."
      })
  private @Nullable String given;

  Endpoints() {}

  /** Whether a person named them. */
  boolean named() {
    return given != null;
  }

  /** Addresses in the order in which they are to be tried, each {@code host:port}. */
  List<String> addresses() throws Failure {
    if (given == null) {
      return LOCAL;
    }
    List<String> addresses = new ArrayList<>();
    for (String endpoint : given.split(",", -1)) {
      addresses.add(address(endpoint.strip()));
    }
    return addresses;
  }

  /** What to say where none of the addresses answers. */
  static Failure silent(List<String> addresses) {
    String where =
        addresses.equals(LOCAL)
            ? "127.0.0.1, ports 2379, 2479, ... 3179"
            : String.join(", ", addresses);
    return Failure.failed(
        "No member answers at %s; start a cluster with `synod up`, or name its members with"
                .formatted(where)
            + " --endpoints.");
  }

  /** The {@code host:port} of a client URL. */
  static String address(String endpoint) throws Failure {
    if (endpoint.startsWith("https://")) {
      throw Failure.usage(
          "%s asks for TLS, which Synod does not have yet; use http://.".formatted(endpoint));
    }
    String address = endpoint.startsWith("http://") ? endpoint.substring(7) : endpoint;
    while (address.endsWith("/")) {
      address = address.substring(0, address.length() - 1);
    }
    if (!address.matches("(\\[[0-9a-fA-F:.]+]|[^\\[\\]/:\\s]+):[0-9]{1,5}")
        || Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)) > LAST_PORT) {
      throw Failure.usage("\"%s\" is not an endpoint of the form HOST:PORT.".formatted(endpoint));
    }
    return address;
  }
}
