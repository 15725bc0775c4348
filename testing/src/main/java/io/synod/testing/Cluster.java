package io.synod.testing;

import io.synod.core.MemberId;
import io.synod.node.links.Links;
import io.synod.node.member.MemberStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster in this JVM: real members, which keep what they acknowledge in a temporary directory,
 * talk to each other over the loopback and serve etcd's v3 API, each on a port of its own.
 *
 * <p>Members have the numbers 1 to {@link #size()}. Any thread may call any method. What the
 * methods say to be so is so on return, unless they say otherwise.
 */
public final class Cluster implements AutoCloseable {

  /** The usual election timeout of clusters in tests, in milliseconds. */
  static final int ELECTION_MILLIS = 500;

  private static final int HEARTBEATS_PER_ELECTION = 10;
  private static final int MOST_MEMBERS = 9;
  private static final long WAIT_SECONDS = 30;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Path directory;
  private final Links links = new Links();
  private final List<LocalMember> members;
  private final Set<Integer> paused = new HashSet<>();
  private boolean closed;

  private Cluster(Path directory, int size) {
    this.directory = directory;
    this.members =
        IntStream.rangeClosed(1, size)
            .mapToObj(number -> new LocalMember(number, directory, links))
            .toList();
  }

  /** Starts a cluster of so many members, 1 to 9; see {@link #start(int, int)}. */
  public static Cluster start(int members) {
    return start(members, ELECTION_MILLIS);
  }

  /**
   * Starts a cluster, and returns once every member serves, knows the leader, and lists all members
   * with their names and addresses.
   *
   * @param members how many, 1 to 9
   * @param electionMillis how long a leader may be silent before another member takes over, in
   *     milliseconds, at least 50
   * @throws IllegalArgumentException if there cannot be such a cluster
   * @throws IllegalStateException if it does not come to serve within 30 seconds
   */
  public static Cluster start(int members, int electionMillis) {
    if (members < 1 || members > MOST_MEMBERS) {
      throw new IllegalArgumentException(
          "A cluster has 1 to " + MOST_MEMBERS + " members, not " + members + ".");
    }
    Path directory;
    try {
      directory = Files.createTempDirectory("synod-testing-");
    } catch (IOException e) {
      throw new UncheckedIOException("There is no place for the members' data.", e);
    }
    Cluster cluster = new Cluster(directory, members);
    try {
      cluster.begin(electionMillis);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void begin(int electionMillis) {
    String all =
        members.stream()
            .map(member -> member.name() + "=" + member.peerUrl())
            .collect(Collectors.joining(","));
    String token = String.valueOf(directory.getFileName());
    for (LocalMember member : members) {
      member.join(
          all, token, Math.max(1, electionMillis / HEARTBEATS_PER_ELECTION), electionMillis);
      member.start();
    }
    awaitWhole();
  }

  /** How many members the cluster has, running or not. */
  public int size() {
    return members.size();
  }

  /** Where clients reach the members, in the order of their numbers: {@code http://host:port}. */
  public List<URI> endpoints() {
    return members.stream().map(LocalMember::endpoint).toList();
  }

  /** Where clients reach one member; the same after it was restarted. */
  public URI endpoint(int member) {
    return member(member).endpoint();
  }

  /** Where the members keep their data, until the cluster is closed. */
  Path directory() {
    return directory;
  }

  private LocalMember member(int number) {
    if (number < 1 || number > members.size()) {
      throw new IllegalArgumentException(
          "There is no member " + number + ": this cluster has 1 to " + members.size() + ".");
    }
    return members.get(number - 1);
  }

  /** Whether a member runs; one that is paused does. */
  public boolean isRunning(int member) {
    return member(member).isRunning();
  }

  /**
   * The member that leads: a quorum, itself included, follows it and is connected with it. Empty
   * while there is none, as for some time after the leader was killed or cut off.
   */
  public synchronized OptionalInt leader() {
    return active()
        .filter(member -> follows(member, member.number()))
        .mapToInt(LocalMember::number)
        .filter(leader -> active().filter(member -> serves(leader, member)).count() > size() / 2)
        .findFirst();
  }

  /**
   * Waits until there is a leader, as {@link #leader} understands it.
   *
   * @return its number
   * @throws IllegalStateException if there is none within 30 seconds
   */
  public int awaitLeader() {
    return await(leader -> true);
  }

  /** Waits until all that run and move follow one leader and know where clients find all others. */
  private void awaitWhole() {
    await(
        leader -> active().allMatch(member -> follows(member, leader) && member.known() == size()));
  }

  private int await(IntPredicate enough) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (System.nanoTime() < deadline) {
      OptionalInt leader = leader();
      if (leader.isPresent() && enough.test(leader.getAsInt())) {
        return leader.getAsInt();
      }
      LockSupport.parkNanos(this, POLL_NANOS);
    }
    throw new IllegalStateException(
        "No leader within %d s: a quorum of %d of the %d members has to run and to reach each other."
            .formatted(WAIT_SECONDS, members.size() / 2 + 1, members.size()));
  }

  /**
   * Ends a member as a crash of its process does: its connections break, and it hands nothing over
   * and tidies nothing up. What it has acknowledged is on its disk. Nothing happens if it does not
   * run.
   */
  public synchronized void kill(int member) {
    LocalMember local = member(member);
    // It can end only while it moves, and must not say a word any more.
    boolean unplugged = paused.contains(member) && links.unplug(local.id());
    local.shut();
    wake(member);
    local.kill();
    if (unplugged) {
      links.plug(local.id());
    }
  }

  /**
   * Starts a killed member again, with its data, on the same port. It may not know the leader yet
   * on return. Nothing happens if it runs.
   */
  public synchronized void restart(int member) {
    if (!member(member).isRunning()) {
      member(member).start();
    }
  }

  /**
   * Stops a member where it is, as a long pause of the garbage collector or a stopped process does:
   * it says nothing to members and answers no client. Its connections stay open.
   */
  public synchronized void pause(int member) {
    if (member(member).isRunning() && paused.add(member)) {
      member(member).pause();
    }
  }

  /** Lets a paused member go on, with what has come for it meanwhile. */
  public synchronized void resume(int member) {
    wake(member);
  }

  private void wake(int member) {
    if (paused.remove(member)) {
      member(member).resume();
    }
  }

  /**
   * Cuts every link between members of different sides and joins all others; whoever is on no side
   * is alone. Clients still reach every member.
   */
  @SafeVarargs
  public final synchronized void partition(Collection<Integer>... sides) {
    List<List<MemberId>> all = new ArrayList<>();
    Set<Integer> alone = IntStream.rangeClosed(1, size()).boxed().collect(Collectors.toSet());
    for (Collection<Integer> side : sides) {
      all.add(side.stream().map(this::id).toList());
      alone.removeAll(side);
    }
    alone.forEach(member -> all.add(List.of(id(member))));
    links.partition(all, members.stream().map(LocalMember::id).toList());
  }

  /** Cuts all links between one member and the others. */
  public void isolate(int member) {
    links.unplug(id(member));
  }

  /** Cuts one direction of a link: what one member sends does not reach the other. */
  public void cut(int from, int to) {
    links.cut(id(from), id(to));
  }

  /** Delays what one member sends to another; zero for not at all. What is sent stays in order. */
  public void delay(int from, int to, Duration delay) {
    links.delay(id(from), id(to), Math.toIntExact(delay.toMillis()));
  }

  private MemberId id(int member) {
    return member(member).id();
  }

  /**
   * Undoes what was done to members and links: joins all links, delays nothing, lets paused members
   * go on, starts killed ones again; and waits until all of them follow one leader.
   */
  public void heal() {
    synchronized (this) {
      links.heal();
      for (int member = 1; member <= size(); member++) {
        wake(member);
        restart(member);
      }
    }
    awaitWhole();
  }

  /** Ends all members and removes their data. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    links.heal();
    for (int member = 1; member <= size(); member++) {
      wake(member);
    }
    members.forEach(LocalMember::close);
    remove();
  }

  private void remove() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The members' data in " + directory + " stays.", e);
    }
  }

  private boolean serves(int leader, LocalMember member) {
    MemberId from = id(leader);
    MemberId to = member.id();
    return follows(member, leader) && !links.isCut(from, to) && !links.isCut(to, from);
  }

  private boolean follows(LocalMember member, int leader) {
    return member.status().flatMap(MemberStatus::leader).equals(Optional.of(id(leader)));
  }

  private synchronized Stream<LocalMember> active() {
    return members.stream()
        .filter(member -> member.isRunning() && !paused.contains(member.number()))
        .toList()
        .stream();
  }
}
