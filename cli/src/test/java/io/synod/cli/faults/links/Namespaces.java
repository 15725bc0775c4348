package io.synod.cli.faults.links;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of this process: a namespace for each member, one more between them that routes, and
 * this process at a port of it. A cut link loses what is sent over it without a word, as a broken
 * cable between two switches does; the links to this process stay.
 *
 * <p>Namespaces bear the name of the process that made them, so that what a killed process left
 * behind can be told, and is removed when the next network is made. One thread at a time.
 */
public final class Namespaces implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("synod-(\\d+)-([0-9a-z]+)-.+");
  private static final String ME = mark(ProcessHandle.current());
  private static final AtomicInteger MADE = new AtomicInteger();

  /** Nobody is at these addresses: they are set aside for tests of network devices. */
  private static final String[] UNUSED = {"198.18.", "198.19."};

  private static final int CUTS_FROM = 100;
  private static final int MOST_MEMBERS = 16;

  private final String prefix;
  private final String router;
  private final String net;
  private final String port;
  private final int members;
  private final Set<Link> cut = new HashSet<>();
  private final Thread cleanUp = new Thread(this::remove, "remove-namespaces");

  private Namespaces(int members, int number) throws IOException {
    this.members = members;
    this.prefix = "synod-" + ME + "-" + number + "-";
    this.router = prefix + "r";
    this.port = "sy" + ProcessHandle.current().pid() + "n" + number;
    this.net = freeNet();
  }

  /**
   * Why no network can be made here, in a sentence; empty if one can. Also removes what processes
   * that are dead have left behind.
   */
  public static Optional<String> whyNot() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("only root may make network namespaces, and this is not root");
    }
    try {
      Ip.run("-V");
    } catch (IOException e) {
      return Optional.of("there is no command ip here (Debian's package iproute2)");
    }
    try {
      removeLeftovers();
      make(2).close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("no network namespaces can be made here: " + e.getMessage());
    }
  }

  /**
   * Makes a network with all its links.
   *
   * @param members at most 16
   * @throws IOException if it cannot be made; nothing of it is left then
   */
  public static Namespaces make(int members) throws IOException {
    if (members > MOST_MEMBERS) {
      throw new IllegalArgumentException("At most " + MOST_MEMBERS + " members.");
    }
    Namespaces made = new Namespaces(members, MADE.incrementAndGet());
    Runtime.getRuntime().addShutdownHook(made.cleanUp);
    try {
      made.build();
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  private void build() throws IOException {
    Ip.run("netns", "add", router);
    Ip.run("link", "add", port, "type", "veth", "peer", "name", "home", "netns", router);
    List<String> routing = new ArrayList<>(up("home", at(members, 2)));
    for (int i = 0; i < members; i++) {
      Ip.run("netns", "add", namespace(i));
      Ip.run(
          "-n",
          router,
          "link",
          "add",
          "m" + i,
          "type",
          "veth",
          "peer",
          "name",
          "out",
          "netns",
          namespace(i));
      routing.addAll(up("m" + i, at(i, 2)));
      List<String> lines = new ArrayList<>(List.of("link set lo up"));
      lines.addAll(up("out", at(i, 1)));
      lines.add("route add default via " + at(i, 2));
      Ip.batch(namespace(i), lines);
    }
    Ip.batch(router, routing);
    Ip.run("netns", "exec", router, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
    Ip.run("addr", "add", at(members, 1) + "/30", "dev", port);
    Ip.run("link", "set", port, "up");
    Ip.run("route", "add", net + "0/24", "via", at(members, 2));
    // A kernel without rules would show it here rather than in the middle of a test.
    only(Set.of());
    heal();
  }

  private static List<String> up(String device, String address) {
    return List.of("addr add " + address + "/30 dev " + device, "link set " + device + " up");
  }

  /** Where a member is, in dotted form. */
  public String address(int member) {
    return at(member, 1);
  }

  /** What to put before a command to have it run where a member is. */
  public List<String> at(int member) {
    return List.of("ip", "netns", "exec", namespace(member));
  }

  /** Leaves these links and cuts all others, all but at once. */
  public void only(Set<Link> left) throws IOException {
    List<String> lines = new ArrayList<>();
    Set<Link> toCut = new HashSet<>(Shape.all(members));
    toCut.removeAll(left);
    for (Link link : Shape.all(members)) {
      if (toCut.contains(link) != cut.contains(link)) {
        String change = toCut.contains(link) ? "add" : "del";
        lines.add(rule(change, link.one(), link.other()));
        lines.add(rule(change, link.other(), link.one()));
      }
    }
    Ip.batch(router, lines);
    cut.clear();
    cut.addAll(toCut);
  }

  private String rule(String change, int from, int to) {
    int number = CUTS_FROM + from * MOST_MEMBERS + to;
    return "rule %s pref %d from %s to %s blackhole"
        .formatted(change, number, address(from), address(to));
  }

  /** Mends all links. */
  public void heal() throws IOException {
    only(Shape.all(members));
  }

  /** Kills what still runs in the namespaces, and removes them. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    } catch (IllegalStateException shuttingDown) {
      return;
    }
    remove();
  }

  private void remove() {
    removeAll(name -> name.startsWith(prefix));
  }

  private static void removeLeftovers() {
    removeAll(Namespaces::isLeftover);
  }

  private interface Choice {
    boolean takes(String name);
  }

  private static void removeAll(Choice choice) {
    try {
      for (String line : Ip.run("netns", "list")) {
        String name = line.split(" ", 2)[0];
        if (choice.takes(name)) {
          remove(name);
        }
      }
    } catch (IOException e) {
      System.err.println("Network namespaces are left behind: " + e.getMessage());
    }
  }

  private static void remove(String name) throws IOException {
    for (String pid : Ip.run("netns", "pids", name)) {
      ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
    }
    Ip.run("netns", "del", name);
  }

  private static boolean isLeftover(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(parts.group(1)))
        .filter(ProcessHandle::isAlive)
        .map(maker -> !name.startsWith("synod-" + mark(maker) + "-"))
        .orElse(true);
  }

  /** Tells a process from all others, from earlier ones of the same id too. */
  private static String mark(ProcessHandle process) {
    long born = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + "-" + Long.toString(born, Character.MAX_RADIX);
  }

  private String namespace(int member) {
    return prefix + "m" + member;
  }

  /** An address of the small net between the router and a member, or this process. */
  private String at(int member, int host) {
    return net + (member * 4 + host);
  }

  private static String freeNet() throws IOException {
    String taken = String.join("\n", Ip.run("-4", "route", "show", "table", "all"));
    int first = (int) (ProcessHandle.current().pid() % 256);
    for (int i = 0; i < 512; i++) {
      String net = UNUSED[i / 256] + (first + i) % 256 + ".";
      if (!taken.contains(net)) {
        return net;
      }
    }
    throw new IOException("all addresses of 198.18.0.0/15 are taken");
  }

  /** Whether the router passes on what one member sends to another. */
  boolean routes(int from, int to) {
    try {
      Ip.run("-n", router, "route", "get", address(to), "from", address(from), "iif", "m" + from);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a namespace of this network is there. */
  boolean exists() {
    return Files.exists(Path.of("/run/netns", router));
  }
}
