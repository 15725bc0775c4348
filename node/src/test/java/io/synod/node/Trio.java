package io.synod.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Members 1 to 3 of one cluster in this JVM, with {@link Lines}. */
final class Trio implements AutoCloseable {

  final LocalNetwork network = new LocalNetwork();
  private final Map<Long, Storage> storages = new TreeMap<>();
  private final Map<Long, Member<Lines>> members = new TreeMap<>();
  private final UnaryOperator<MemberConfig.Builder> habits;

  Trio(UnaryOperator<MemberConfig.Builder> habits) {
    this.habits = habits;
  }

  Trio() {
    this(habits -> habits);
  }

  /** Starts all three, with what they had before. */
  Trio start() throws StartException {
    for (long id = 1; id <= 3; id++) {
      start(id);
    }
    return this;
  }

  void start(long id) throws StartException {
    MemberConfig.Builder config =
        MemberConfig.builder(id)
            .members(1, 2, 3)
            .transport(network.transport())
            .storage(storages.computeIfAbsent(id, _ -> Storage.inMemory()))
            .heartbeat(Duration.ofMillis(20))
            .electionTimeout(Duration.ofMillis(200))
            .requestTimeout(Duration.ofSeconds(60));
    members.put(id, Member.start(habits.apply(config).build(), Lines::new));
  }

  Member<Lines> member(long id) {
    return requireNonNull(members.get(id));
  }

  void halt(long id) {
    requireNonNull(members.remove(id)).halt();
  }

  String propose(long through, String line) throws Exception {
    return text(member(through).propose(line.getBytes(UTF_8)));
  }

  static String text(CompletableFuture<byte[]> answer) throws Exception {
    return new String(get(answer), UTF_8);
  }

  static <T> T get(CompletableFuture<T> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS);
  }

  /** Who leads, once somebody does. */
  long leader() throws Exception {
    propose(1, "who leads?");
    OptionalLong leader = member(1).leader();
    return leader.isPresent() ? leader.getAsLong() : leader();
  }

  @Override
  public void close() {
    members.values().parallelStream().forEach(Member::close);
  }
}
