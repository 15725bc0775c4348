package io.synod.cli.local;

import com.google.protobuf.ByteString;
import io.synod.cli.Failure;
import io.synod.cli.Table;
import io.synod.cli.client.Client;
import io.synod.cli.client.StatusPage;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code synod demo} narrates while it happens. */
final class Story implements AutoCloseable {
  private static final int WRITES = 100;
  private static final int PAUSE_MILLIS = 10;
  private static final long PATIENCE_NANOS = 15_000_000_000L;
  private static final long MILLI = 1_000_000;

  private final LocalCluster cluster;
  private final List<LocalMember> members;
  private final Map<LocalMember, Client> clients = new HashMap<>();
  private int step;

  Story(LocalCluster cluster) {
    this.cluster = cluster;
    this.members = cluster.members();
  }

  void tell() throws Failure, InterruptedException {
    say("Start three members, each a process with a journal of its own on disk.");
    long started = System.nanoTime();
    cluster.start();
    LocalMember leader = awaitLeader();
    more("All serve after " + millisSince(started) + " ms; " + leader.name() + " leads.");

    LocalMember writer = follower(leader, 0);
    LocalMember reader = follower(leader, 1);
    say("Write greeting=hello through " + writer.name() + ", which does not lead.");
    put(writer, "greeting", "hello");
    more("Acknowledged: it is on the disks of a majority.");
    say("Read it through " + reader.name() + ", another member.");
    more(reader.name() + " says " + get(reader, "greeting") + ", confirmed with a majority.");
    say("Write " + WRITES + " more, one after the other.");
    started = System.nanoTime();
    for (int i = 0; i < WRITES; i++) {
      put(writer, "count", Integer.toString(i));
    }
    more("Done in " + millisSince(started) + " ms.");

    say("Kill the leader, " + leader.name() + ", with SIGKILL, and go on writing.");
    leader.process().destroyForcibly().waitFor();
    started = System.nanoTime();
    awaitWrite(writer, started);
    more("The next write is acknowledged " + millisSince(started) + " ms after the kill.");
    LocalMember successor = awaitLeader();
    more(
        successor.name()
            + " leads now. Nothing acknowledged is lost: greeting="
            + get(writer, "greeting")
            + ", count="
            + get(writer, "count")
            + ".");

    say("Start " + leader.name() + " again on its old disk.");
    started = System.nanoTime();
    cluster.start(leader);
    cluster.awaitReady(leader);
    more("It serves again after " + millisSince(started) + " ms, as a follower.");
    say("Compare the members' logs by the hash of all commands in order.");
    System.out.print(awaitSameLog().toString().indent(5));
    more("The same log everywhere.");
  }

  @Override
  public void close() {
    clients.values().forEach(Client::close);
  }

  private void say(String sentence) {
    System.out.printf("%n%2d. %s%n", ++step, sentence);
    System.out.flush();
  }

  private static void more(String sentence) {
    System.out.println("    " + sentence);
    System.out.flush();
  }

  private LocalMember follower(LocalMember leader, int which) {
    return members.stream().filter(member -> member != leader).toList().get(which);
  }

  private void put(LocalMember member, String key, String value) throws Failure {
    client(member)
        .put(
            PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .build());
  }

  private String get(LocalMember member, String key) throws Failure {
    RangeResponse response =
        client(member)
            .range(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build());
    return response.getKvsCount() == 0 ? "nothing" : response.getKvs(0).getValue().toStringUtf8();
  }

  private Client client(LocalMember member) {
    return clients.computeIfAbsent(member, m -> new Client(List.of(m.clientAddress())));
  }

  /** Tries until a write is acknowledged: those in between are refused for want of a leader. */
  private void awaitWrite(LocalMember member, long started) throws Failure, InterruptedException {
    while (true) {
      try {
        put(member, "after", "the kill");
        return;
      } catch (Failure failure) {
        if (System.nanoTime() - started > PATIENCE_NANOS) {
          throw failure;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private LocalMember awaitLeader() throws Failure, InterruptedException {
    long started = System.nanoTime();
    Optional<LocalMember> leader = cluster.leader();
    while (leader.isEmpty()) {
      if (System.nanoTime() - started > PATIENCE_NANOS) {
        throw Failure.failed("No member leads after 15 s, which should not be.");
      }
      Thread.sleep(PAUSE_MILLIS);
      leader = cluster.leader();
    }
    return leader.get();
  }

  private Table awaitSameLog() throws Failure, InterruptedException {
    long started = System.nanoTime();
    while (true) {
      List<StatusPage> pages = new ArrayList<>();
      members.forEach(member -> member.status().ifPresent(pages::add));
      Set<String> logs = new HashSet<>();
      pages.forEach(page -> logs.add(page.applied() + " " + page.logHash()));
      if (pages.size() == members.size() && logs.size() == 1) {
        Table table = new Table("NAME", "ROLE", "SLOTS", "HASH");
        for (StatusPage page : pages) {
          table.row(page.name(), page.role(), Long.toString(page.applied()), page.logHash());
        }
        return table;
      }
      if (System.nanoTime() - started > PATIENCE_NANOS) {
        throw Failure.failed("The members' logs differ after 15 s, which should not be.");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private static long millisSince(long started) {
    return (System.nanoTime() - started) / MILLI;
  }
}
