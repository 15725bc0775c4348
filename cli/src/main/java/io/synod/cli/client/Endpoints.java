package io.synod.cli.client;

import io.synod.cli.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a command looks for members: the flag that all client commands share. */
final class Endpoints {
  private static final int FIRST_PORT = 2379;
  private static final int PORTS_APART = 100;
  private static final int MOST_MEMBERS = 9;

  @Option(
      names = "--endpoints",
      split = ",",
      paramLabel = "HOST:PORT",
      description = {
        "Members' client addresses, separated by commas; the next is tried where one is down.",
        "Default: the members that `synod up` starts, 127.0.0.1:2379, 127.0.0.1:2479, ..."
      })
  private @Nullable List<String> given;

  Endpoints() {}

  /** Whether a person named them. */
  boolean named() {
    return given != null;
  }

  /** Addresses in the order in which they are to be tried, each {@code host:port}. */
  List<String> addresses() throws Failure {
    if (given == null) {
      return IntStream.range(0, MOST_MEMBERS)
          .mapToObj(i -> "127.0.0.1:" + (FIRST_PORT + i * PORTS_APART))
          .toList();
    }
    List<String> addresses = new ArrayList<>();
    for (String endpoint : given) {
      addresses.add(address(endpoint.strip()));
    }
    return addresses;
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
    if (!address.matches("(\\[[0-9a-fA-F:.]+]|[^\\[\\]/:\\s]+):[0-9]{1,5}")) {
      throw Failure.usage("\"%s\" is not an endpoint of the form HOST:PORT.".formatted(endpoint));
    }
    return address;
  }
}
