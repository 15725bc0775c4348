package io.synod.cli.local;

import io.synod.cli.Failure;
import io.synod.cli.client.StatusPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Members on this machine that make up one cluster. */
final class LocalCluster {
  private static final long START_NANOS = 30_000_000_000L;
  private static final int POLL_MILLIS = 20;

  private final List<LocalMember> members;
  private final String token;

  private LocalCluster(List<LocalMember> members, String token) {
    this.members = List.copyOf(members);
    this.token = token;
  }

  /** Members whose client ports are 100 apart, each with its peer port next to it. */
  static LocalCluster spaced(int size, int firstPort, Path parent, String token) {
    List<LocalMember> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int port = firstPort + 100 * i;
      members.add(new LocalMember("m" + (i + 1), port, port + 1, parent));
    }
    return new LocalCluster(members, token);
  }

  /** Members on the given ports, two for each. */
  static LocalCluster on(List<Integer> ports, Path parent, String token) {
    List<LocalMember> members = new ArrayList<>();
    for (int i = 0; i + 1 < ports.size(); i += 2) {
      members.add(new LocalMember("m" + (i / 2 + 1), ports.get(i), ports.get(i + 1), parent));
    }
    return new LocalCluster(members, token);
  }

  List<LocalMember> members() {
    return members;
  }

  /** All client addresses, as etcdctl's {@code --endpoints} takes them. */
  String endpoints() {
    return members.stream().map(LocalMember::clientAddress).collect(Collectors.joining(","));
  }

  /** All members' peer URLs, as {@code --initial-cluster} takes them. */
  String initialCluster() {
    return members.stream()
        .map(member -> member.name() + "=" + member.peerUrl())
        .collect(Collectors.joining(","));
  }

  /** Starts all members and waits until each serves; stops them all if one does not. */
  void start() throws Failure, InterruptedException {
    for (LocalMember member : members) {
      start(member);
    }
    for (LocalMember member : members) {
      awaitReady(member);
    }
  }

  /** Starts one member. */
  void start(LocalMember member) throws Failure {
    member.start(initialCluster(), token);
  }

  /** Waits until a member serves. */
  void awaitReady(LocalMember member) throws Failure, InterruptedException {
    long deadline = System.nanoTime() + START_NANOS;
    while (!member.ready()) {
      if (!member.process().isAlive()) {
        throw Failure.failed(
            "Member %s ended with status %d: %s (its log is %s)"
                .formatted(
                    member.name(), member.process().exitValue(), member.lastWords(), member.log()));
      }
      if (System.nanoTime() - deadline > 0) {
        throw Failure.failed(
            "Member %s does not serve after 30 s; its log is %s."
                .formatted(member.name(), member.log()));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The member that the members that answer take for their leader. */
  Optional<LocalMember> leader() {
    for (LocalMember member : members) {
      Optional<StatusPage> page = member.status();
      if (page.isPresent() && page.get().role().equals("leader")) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  /** Stops all members and waits for it. */
  void stop() {
    members.forEach(LocalMember::stop);
    for (LocalMember member : members) {
      try {
        member.awaitStop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
