package io.synod.cli.client;

import io.synod.cli.Failure;
import io.synod.cli.Table;
import io.synod.store.wire.Member;
import java.io.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code synod status}. */
@Command(
    name = "status",
    description = "Show how every member stands.",
    footer = {
      "LAG is how many slots a member has yet to apply of those known to be chosen.",
      "A member that does not answer is shown as unreachable; it is a failure if none does."
    })
public final class StatusCommand implements Callable<Integer> {
  private static final int PERIOD_MILLIS = 1_000;
  private static final String CLEAR = "\u001b[H\u001b[J";

  @Mixin private final Endpoints endpoints = new Endpoints();

  @Option(
      names = "--watch",
      description =
          "Show it anew every second, until Ctrl-C or until nobody reads it; both end with 0.")
  private boolean watch;

  StatusCommand() {}

  @Override
  public Integer call() throws Failure, InterruptedException {
    Map<String, String> members = members();
    String table = show(members);
    if (!watch) {
      System.out.print(table);
      return 0;
    }
    // To stop watching is how it is meant to end, where the JVM would report the signal.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0), "stop"));
    boolean screen = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    while (true) {
      System.out.print(screen ? CLEAR + table : table + "\n");
      if (System.out.checkError()) {
        return 0; // whoever read this has seen enough
      }
      Thread.sleep(PERIOD_MILLIS);
      table = show(members);
    }
  }

  /** Client addresses and the members' names there, as far as known. */
  private Map<String, String> members() throws Failure {
    List<String> addresses = endpoints.addresses();
    Map<String, String> members = new LinkedHashMap<>();
    if (endpoints.named()) {
      addresses.forEach(address -> members.put(address, "?"));
      return members;
    }
    try (Client client = new Client(addresses)) {
      for (Member member : client.members().getMembersList()) {
        if (member.getClientURLsCount() > 0) {
          members.put(Endpoints.address(member.getClientURLs(0)), member.getName());
        }
      }
    }
    return members;
  }

  private String show(Map<String, String> members) throws Failure {
    Map<String, Optional<StatusPage>> pages = new LinkedHashMap<>();
    members.keySet().forEach(address -> pages.put(address, page(address)));
    List<StatusPage> answers = new ArrayList<>();
    pages.values().forEach(page -> page.ifPresent(answers::add));
    if (answers.isEmpty() && !watch) {
      throw Endpoints.silent(List.copyOf(members.keySet()));
    }
    long chosen = answers.stream().mapToLong(StatusPage::chosen).max().orElse(0);
    Table table =
        new Table(
            "NAME", "CLIENTS", "ROLE", "LEADER", "BALLOT", "CHOSEN", "APPLIED", "LAG", "JOURNAL");
    pages.forEach((address, answer) ->
        answer.ifPresentOrElse(
            page -> row(table, address, page, chosen),
            () ->
                table.row(
                    members.getOrDefault(address, "?"),
                    address,
                    "unreachable",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-",
                    "-")));
    return table.toString();
  }

  private static void row(Table table, String address, StatusPage page, long chosen) {
    table.row(
        page.name(),
        address,
        page.role(),
        page.leader().isEmpty() ? "-" : page.leader(),
        page.ballot(),
        Long.toString(page.chosen()),
        Long.toString(page.applied()),
        Long.toString(chosen - page.applied()),
        bytes(page.journalBytes()));
  }

  private static Optional<StatusPage> page(String address) {
    try {
      return Optional.of(StatusPage.of(address));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static String bytes(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " B";
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
    }
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024.0));
  }
}
