package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import io.synod.testing.Cluster;
import io.synod.testing.users.Program;
import io.synod.testing.users.RealUsers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The functions for etcdctl and for curl on docs/recipes.md: what has the same name does the same.
 * Each test has keys of its own.
 */
@RealUsers
final class ShellRecipesTest {

  private static final List<String> COMMANDS = List.of("etcdctl", "curl", "jq", "flock");

  /** The page's marks of functions for etcdctl, and for curl. */
  private static final List<String> KINDS = List.of("sh", "curl");

  @TempDir private Path directory;
  private Cluster cluster;
  private Client client;

  @BeforeEach
  void prepare(Cluster shared) throws IOException {
    for (String command : COMMANDS) {
      Assumptions.assumeTrue(
          Program.isInstalled(command),
          command + " is not installed (Debian: etcd-client, curl, jq, util-linux)");
    }
    for (String kind : KINDS) {
      Files.write(directory.resolve(kind), new Page().functions(kind));
    }
    cluster = shared;
    client = Client.builder().endpoints(shared.endpoints()).build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }

  private void put(String key, String value) throws Exception {
    client.getKVClient().put(bytes(key), bytes(value)).get();
  }

  private long count(String prefix) throws Exception {
    GetOption option = GetOption.builder().isPrefix(true).withCountOnly(true).build();
    return client.getKVClient().get(bytes(prefix), option).get().getCount();
  }

  private Program start(String kind, String script) throws IOException {
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", ". ./" + kind + "\n" + script);
    shell.directory(directory.toFile());
    String all =
        cluster.endpoints().stream().map(URI::getAuthority).collect(Collectors.joining(","));
    shell
        .environment()
        .putAll(Map.of("ETCDCTL_ENDPOINTS", all, "SYNOD", cluster.endpoint(1).toString()));
    return Program.start(shell);
  }

  private Program.Run run(String kind, String script) throws IOException {
    try (Program program = start(kind, script)) {
      return program.end();
    }
  }

  private String out(String kind, String script) throws IOException {
    Program.Run run = run(kind, script);
    assertThat(run.status()).as(run.out()).isZero();
    return run.out();
  }

  @Test
  void aConfigurationIsFollowed() throws Exception {
    put("config", "one");
    String follow = "follow config 2>/dev/null";
    try (Program sh = start("sh", follow);
        Program curl = start("curl", follow)) {
      List<Program> followers = List.of(sh, curl);
      tell(followers, "one");
      assertThat(out("sh", "change config one two")).isEmpty();
      tell(followers, "two");
      assertThat(out("curl", "change config two three")).isEmpty();
      tell(followers, "three");
      for (String kind : KINDS) {
        assertThat(run(kind, "change config one lost").status()).isNotZero();
      }
      cluster.kill(1);
      cluster.awaitLeader();
      put("config", "four");
      cluster.heal();
      tell(followers, "four");
    }
  }

  private static void tell(List<Program> followers, String expected) throws IOException {
    for (Program follower : followers) {
      assertThat(follower.line()).isEqualTo(expected);
    }
  }

  private void awaitInstances(String expected) throws IOException {
    for (String kind : KINDS) {
      while (!out(kind, "instances search").equals(expected)) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void anInstanceIsListedUntilItIsKilledAndAgainWhenItsLeaseWasLost() throws Exception {
    try (Program sh = start("sh", "register search 10.0.0.1:80");
        Program curl = start("curl", "register search 10.0.0.2:80");
        Program _ = start("sh", "register search 10.0.0.3:80");
        Program _ = start("curl", "register search 10.0.0.4:80")) {
      awaitInstances("10.0.0.1:80\n10.0.0.2:80\n10.0.0.3:80\n10.0.0.4:80\n");
      sh.stop();
      curl.stop();
      GetOption all = GetOption.builder().isPrefix(true).build();
      for (KeyValue instance :
          client.getKVClient().get(bytes("services/search/"), all).get().getKvs()) {
        if (!instance.getKey().toString().matches(".*[12]:80")) {
          client.getLeaseClient().revoke(instance.getLease()).get();
        }
      }
      awaitInstances("10.0.0.3:80\n10.0.0.4:80\n");
    }
  }

  @Test
  void etcdctlTellsItsTokenAndAnOlderOneIsRefused() throws Exception {
    String run = "etcdctl lock line -- printenv ETCD_LOCK_REV";
    long first = Long.parseLong(out("sh", run).strip());
    long second = Long.parseLong(out("sh", run).strip());
    assertThat(second).isGreaterThan(first);
    out("sh", "write_guarded " + second + " file new");
    Program.Run late = run("sh", "write_guarded " + first + " file late");
    assertThat(late.status()).isEqualTo(1);
    assertThat(late.out()).isEqualTo("Token " + first + " is older than " + second + ".\n");
    assertThat(directory.resolve("file")).hasContent("new");
  }

  @Test
  void etcdctlWritesWhatTheLockGuardsWhileItHoldsIt() throws Exception {
    put("sh/guarded", "");
    String words = "etcdctl lock guard -- sh -c '. ./sh; put_guarded \"$ETCD_LOCK_KEY\" ";
    out("sh", words + "\"$ETCD_LOCK_REV\" sh/guarded held'");
    assertThat(out("sh", "etcdctl get --print-value-only sh/guarded")).isEqualTo("held\n");
    assertThat(run("sh", "put_guarded guard/1 7 sh/guarded late").status()).isNotZero();
  }

  @Test
  void curlLocksAndIsRefusedWhenItsLeaseHasEnded() throws Exception {
    long lease = client.getLeaseClient().grant(600).get().getID();
    List<String> held = List.of(out("curl", "acquire line " + lease).strip().split(" "));
    assertThat(held.get(0)).isEqualTo("line/" + Long.toHexString(lease));
    String write = "put_guarded " + held.get(0) + " " + held.get(1) + " curl/guarded ";
    out("curl", write + "first");
    client.getLeaseClient().revoke(lease).get();
    long next = client.getLeaseClient().grant(600).get().getID();
    List<String> second = List.of(out("curl", "acquire line " + next).strip().split(" "));
    assertThat(Long.parseLong(second.get(1))).isGreaterThan(Long.parseLong(held.get(1)));
    assertThat(run("curl", write + "late").status()).isNotZero();
    out("curl", "release " + second.get(0));
    assertThat(count("line/")).isZero();
  }

  @Test
  void whoLeadsIsToldByEtcdctl() throws Exception {
    try (Program one = start("sh", "exec etcdctl elect seat one")) {
      assertThat(one.lines(2)).last().isEqualTo("one");
      assertThat(out("sh", "leader seat")).isEqualTo("one\n");
      try (Program observer = start("sh", "leaders seat");
          Program two = start("sh", "exec etcdctl elect seat two")) {
        assertThat(observer.line()).isEqualTo("one");
        one.interrupt();
        assertThat(two.lines(2)).last().isEqualTo("two");
        assertThat(observer.line()).isEqualTo("two");
      }
    }
  }

  @Test
  void whoLeadsIsToldByCurl() throws Exception {
    long lease = client.getLeaseClient().grant(600).get().getID();
    long other = client.getLeaseClient().grant(600).get().getID();
    assertThat(run("curl", "leader chair").status()).isNotZero();
    String one = out("curl", "campaign chair one " + lease).strip();
    assertThat(out("curl", "leader chair")).isEqualTo("one\n");
    try (Program observer = start("curl", "leaders chair");
        Program two = start("curl", "campaign chair two " + other)) {
      assertThat(observer.line()).isEqualTo("one");
      out("curl", "resign '" + one + "'");
      assertThat(two.end().status()).isZero();
      assertThat(observer.line()).isEqualTo("two");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "curl"})
  void eachElementIsTakenOnce(String kind) throws Exception {
    String queue = "queue/" + kind;
    List<String> taken = new ArrayList<>();
    try (Program early = start(kind, "take " + queue + " early")) {
      out(kind, "add " + queue + " 'element 0'");
      taken.add(early.line());
    }
    out(kind, "for i in 1 2 3 4 5 6 7 8 9; do add " + queue + " \"element $i\"; done");
    String three = "for i in 1 2 3; do take " + queue + " ";
    try (Program a = start(kind, three + "a; done");
        Program b = start(kind, three + "b; done");
        Program c = start(kind, three + "c; done")) {
      for (Program worker : List.of(a, b, c)) {
        List<String> lines = worker.lines(3);
        assertThat(lines).isSorted();
        taken.addAll(lines);
      }
    }
    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 10).mapToObj(i -> "element " + i).toList());
    assertThat(count(queue + "/waiting/")).isZero();
    assertThat(count(queue + "/busy/")).isEqualTo(10);
    assertThat(out("sh", "unfinished " + queue + " early")).isEqualTo("element 0\n");
    out("sh", "finish " + queue + " early");
    assertThat(count(queue + "/busy/")).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "curl"})
  void whatIsCountedTwiceCountsOnce(String kind) throws Exception {
    long lease = client.getLeaseClient().grant(600).get().getID();
    String named = kind.equals("sh") ? Long.toHexString(lease) : Long.toString(lease);
    String counter = "counter/" + kind;
    String each = "for i in 1 2 3; do count %s $i 2 %s; count %s %s/$i 5 %s; done";
    try (Program one = start(kind, each.formatted(counter, named, counter, "one", named));
        Program two = start(kind, each.formatted(counter, named, counter, "two", named))) {
      assertThat(one.end()).isEqualTo(new Program.Run(0, ""));
      assertThat(two.end()).isEqualTo(new Program.Run(0, ""));
    }
    assertThat(client.getKVClient().get(bytes(counter)).get().getKvs().getFirst().getValue())
        .isEqualTo(bytes("36"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "curl"})
  void allWhoWaitPassALoweredBarrier(String kind) throws Exception {
    String barrier = "barrier/" + kind;
    String wait = "await_barrier " + barrier + "; echo passed";
    assertThat(out(kind, wait)).isEqualTo("passed\n");
    put(barrier, "");
    try (Program one = start(kind, wait);
        Program two = start(kind, wait)) {
      put(barrier, "still up");
      client.getKVClient().delete(bytes(barrier)).get();
      assertThat(one.line()).isEqualTo("passed");
      assertThat(two.line()).isEqualTo("passed");
    }
  }
}
