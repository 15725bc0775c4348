package io.synod.testing.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.LeaseOption;
import io.synod.testing.Cluster;
import io.synod.testing.users.RealUsers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java of docs/recipes.md, while what uses it crashes. Each test has names of its own. */
@RealUsers
final class RecipesTest {

  private Client client;

  @BeforeEach
  void connect(Cluster cluster) {
    client = connect(cluster.endpoints());
  }

  private static Client connect(List<URI> endpoints) {
    return Client.builder().endpoints(endpoints).build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }

  private long put(String key, String value) throws Exception {
    return client.getKVClient().put(bytes(key), bytes(value)).get().getHeader().getRevision();
  }

  private long lease() throws Exception {
    return client.getLeaseClient().grant(600).get().getID();
  }

  /** All of them at once; what each returned. */
  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> result :
          pool.invokeAll(IntStream.range(0, threads).mapToObj(_ -> work).toList())) {
        results.add(result.get());
      }
      return results;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Configuration",
        "Registration",
        "FencedLock",
        "Guarded",
        "Leadership",
        "Queue",
        "Counter",
        "Barrier"
      })
  void thePageShowsWhatIsRunHere(String name) throws Exception {
    String source =
        Files.readString(Path.of("src/test/java/io/synod/testing/recipes", name + ".java"));
    assertThat(new Page().java()).contains(source.replaceFirst("package .*\n\n", ""));
  }

  @Test
  void allThatThePageShowsIsRun() throws Exception {
    Page page = new Page();
    assertThat(page.java()).hasSize(8);
    assertThat(page.size())
        .isEqualTo(8 + page.functions("sh").size() + page.functions("curl").size());
  }

  @Test
  void aConfigurationIsFollowedAcrossDeathsAndCompactions(Cluster cluster) throws Exception {
    put("config", "one");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (Client here = connect(List.of(cluster.endpoint(1)));
        Configuration _ = new Configuration(here, "config", told::add)) {
      assertThat(told.take()).isEqualTo("one");
      assertThat(Configuration.change(client, "config", "one", "two")).isTrue();
      assertThat(told.take()).isEqualTo("two");
      assertThat(Configuration.change(client, "config", "one", "lost")).isFalse();

      cluster.kill(1);
      cluster.awaitLeader();
      put("config", "three");
      long last = put("config", "four");
      client.getKVClient().compact(last).get();
      cluster.heal();

      // Where the watch would have gone on is compacted: it starts over.
      assertThat(told.take()).isEqualTo("four");
      put("config", "five");
      assertThat(told.take()).isEqualTo("five");
    }
  }

  private List<String> awaitInstances(String service, String... expected) throws Exception {
    List<String> instances;
    do {
      instances = Registration.instances(client, service);
    } while (!instances.equals(List.of(expected)));
    return instances;
  }

  @Test
  void anInstanceIsListedAsLongAsItLivesAndAgainWhenItsLeaseWasLost() throws Exception {
    try (Registration _ = new Registration(client, "search", "10.0.0.1:80")) {
      awaitInstances("search", "10.0.0.1:80");
      try (Registration _ = new Registration(client, "search", "10.0.0.2:80")) {
        awaitInstances("search", "10.0.0.1:80", "10.0.0.2:80");
      }
      awaitInstances("search", "10.0.0.1:80");
      long lease =
          client
              .getKVClient()
              .get(bytes("services/search/10.0.0.1:80"))
              .get()
              .getKvs()
              .getFirst()
              .getLease();
      client.getLeaseClient().revoke(lease).get();
      awaitInstances("search", "10.0.0.1:80");
      assertThat(client.getLeaseClient().timeToLive(lease, LeaseOption.DEFAULT).get().getTTL())
          .isNegative();
    }
    awaitInstances("search");
  }

  @Test
  void aHolderThatSleptThroughTheEndOfItsLeaseIsRefused() throws Exception {
    long lease = lease();
    FencedLock first = FencedLock.acquire(client, "lock", lease);
    Guarded file = new Guarded();
    assertThat(file.write(first.token(), "first")).isTrue();
    assertThat(first.put(client, "guarded", "first")).isTrue();

    client.getLeaseClient().revoke(lease).get(); // as if it had slept for so long
    assertThat(first.put(client, "guarded", "too late, although nobody was here")).isFalse();
    FencedLock second = FencedLock.acquire(client, "lock", lease());
    assertThat(second.token()).isGreaterThan(first.token());
    assertThat(file.write(second.token(), "second")).isTrue();
    assertThat(file.write(first.token(), "too late")).isFalse();
    assertThat(file.read()).isEqualTo("second");
    second.release(client);
    assertThat(second.put(client, "guarded", "released")).isFalse();
    assertThat(client.getKVClient().get(bytes("guarded")).get().getKvs().getFirst().getValue())
        .isEqualTo(bytes("first"));
  }

  @Test
  void whoLeadsIsObservedAndWhoLedIsRefused(Cluster cluster) throws Exception {
    long lease = lease();
    Leadership one = Leadership.win(client, "seat", "one", lease);
    BlockingQueue<String> observed = new LinkedBlockingQueue<>();
    try (Leadership.Observer _ = Leadership.observe(client, "seat", observed::add)) {
      assertThat(observed.take()).isEqualTo("one");
      assertThat(one.put(client, "led", "by one")).isTrue();

      cluster.kill(cluster.awaitLeader());
      cluster.awaitLeader();
      assertThat(one.put(client, "led", "by one still")).isTrue();
      client.getLeaseClient().revoke(lease).get();
      Leadership two = Leadership.win(client, "seat", "two", lease());
      String heard = observed.take();
      while (heard.equals("one")) { // once more from another member
        heard = observed.take();
      }
      assertThat(heard).isEqualTo("two");
      assertThat(one.put(client, "led", "by one, too late")).isFalse();
      assertThat(two.put(client, "led", "by two")).isTrue();
      two.resign(client);
      assertThat(two.put(client, "led", "by nobody")).isFalse();
    }
  }

  @Test
  void eachElementIsTakenOnceAndNoneIsLostByACrash() throws Exception {
    Queue queue = new Queue(client, "queue");
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> waits = pool.submit(() -> queue.take("early"));
      queue.add("first");
      assertThat(waits.get()).isEqualTo("first");
    }
    List<String> elements = IntStream.range(0, 40).mapToObj(i -> "element " + i).toList();
    for (String element : elements) {
      queue.add(element);
    }

    List<List<String>> taken =
        together(
            4,
            () -> {
              String worker = Thread.currentThread().toString();
              return IntStream.range(0, 10).mapToObj(_ -> take(queue, worker)).toList();
            });

    assertThat(taken.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(elements);
    assertThat(taken).allSatisfy(of -> assertThat(of.stream().map(elements::indexOf)).isSorted());
    assertThat(queue.unfinished("early")).containsExactly("first"); // it has crashed since
    queue.done("early");
    assertThat(queue.unfinished("early")).isEmpty();
    GetOption all = GetOption.builder().isPrefix(true).build();
    assertThat(client.getKVClient().get(bytes("queue/"), all).get().getKvs()).hasSize(40);
  }

  private static String take(Queue queue, String worker) {
    try {
      return queue.take(worker);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsAddedTwiceCountsOnce() throws Exception {
    Counter counter = new Counter(client, "counter");
    long lease = lease();
    List<Long> sums =
        together(
                4,
                () -> {
                  String who = Long.toString(Thread.currentThread().threadId());
                  List<Long> each = new ArrayList<>();
                  for (int i = 0; i < 10; i++) {
                    each.add(counter.add(who + "/" + i, 2, lease));
                    assertThat(counter.add(who + "/" + i, 2, lease)).isEqualTo(each.getLast());
                  }
                  return each;
                })
            .stream()
            .flatMap(List::stream)
            .toList();
    assertThat(counter.get()).isEqualTo(80);
    assertThat(sums).doesNotHaveDuplicates().hasSize(40).contains(2L, 80L);
  }

  @Test
  void allWhoWaitPassALoweredBarrier() throws Exception {
    Barrier barrier = new Barrier(client, "barrier");
    barrier.await();
    barrier.raise();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> waiting = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        waiting.add(
            pool.submit(() -> {
              barrier.await();
              return "passed";
            }));
      }
      barrier.raise();
      assertThat(waiting).noneMatch(Future::isDone);
      barrier.lower();
      for (Future<String> each : waiting) {
        assertThat(each.get()).isEqualTo("passed");
      }
    }
  }
}
