package io.synod.sim.transcript;

import io.synod.core.Message;
import io.synod.core.replica.Replica;
import io.synod.sim.machine.Operation;
import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import io.synod.sim.world.ByHand;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of real members in the simulated world, on disks and links that move only when a
 * command says so.
 *
 * <ul>
 *   <li>{@code propose M X...}, {@code read M}: a client of member M
 *   <li>{@code register propose M NAME X}, {@code register read M NAME}: a client of member M wants
 *       X chosen for a register, or to know what is; {@code register explain NAME}: what every
 *       member holds of it
 *   <li>{@code campaign M}: M takes over, as if it had been asked to; {@code handover M N}: leader
 *       M gives way to N
 *   <li>{@code sync M...}: what M wrote is durable, and what waited for it leaves
 *   <li>{@code deliver A->B [COUNT]}, {@code drop A->B [COUNT]}: the oldest messages of a link; all
 *       without a count
 *   <li>{@code dup A->B}: the oldest message comes twice; {@code late A->B}: the oldest goes behind
 *       the others; {@code pick A->B N}: the Nth goes before the others
 *   <li>{@code send A->B learn SLOT}: a question that A may have asked long ago is on its way
 *   <li>{@code beat [COUNT]}: a heartbeat interval passes for every member, and heartbeats arrive,
 *       but nothing else does
 *   <li>{@code settle}: disks and links work until nothing is left to do; {@code pass MS}: the same
 *       while time passes. Only what comes of it is traced, not each message
 *   <li>{@code await MS}: the same until every call of a client is answered; says when each was
 *   <li>{@code tick M MS [RANDOM]}: time passes for one member
 *   <li>{@code partition 1 2 | 3}: links between the groups carry nothing; {@code cut A->B...},
 *       {@code cut A-B...}: these links, one way or both; {@code heal A->B...}, {@code heal
 *       A-B...}: these carry again; {@code heal}: all do
 *   <li>{@code crash M [COUNT]}: what is not synced is lost but for so many records; {@code restart
 *       M}; {@code flush M}: the state machine becomes durable; {@code install M from N}: a
 *       snapshot of N's state arrives
 *   <li>{@code pause M}, {@code resume M}: in between M does nothing, and nothing is lost; {@code
 *       wipe M}: M dies, and its disk is lost
 *   <li>{@code status}, {@code log M}: what members know and hold
 * </ul>
 *
 * <p>Of a {@code cluster N heartbeats=lost} no heartbeat ever arrives, so that nobody leads unless
 * it is told to: for stories about registers, which need no leader.
 *
 * <p>The checkers of the simulation watch: whatever they would accuse fails the transcript.
 */
final class Cluster implements Stage {

  /** More than the loudest transcript needs: beyond it, members talk without end. */
  private static final int PATIENCE = 20_000;

  private final Narrator narrator;
  private final ByHand world;
  private final Links links;

  /** The heartbeat interval, and a tenth of the election timeout, in milliseconds. */
  private final int heartbeat;

  private final int tenth;

  /** Every call of a client, and those of them that an {@code await} waits for. */
  private final List<ByHand.Call> made = new ArrayList<>();

  private final List<ByHand.Call> calls = new ArrayList<>();

  /** By member: whether it stands still. */
  private final boolean[] paused;

  private boolean losesHeartbeats;

  Cluster(List<String> words) {
    Plan plan = Plan.still().with(Knob.MEMBERS, Integer.parseInt(words.getFirst()));
    for (String word : words.subList(1, words.size())) {
      if (word.equals("heartbeats=lost")) {
        losesHeartbeats = true;
        continue;
      }
      int equals = word.indexOf('=');
      Knob knob =
          Knob.valueOf(word.substring(0, equals).toUpperCase(Locale.ROOT).replace('-', '_'));
      plan = plan.with(knob, Integer.parseInt(word.substring(equals + 1)));
    }
    heartbeat = plan.get(Knob.HEARTBEAT);
    tenth = plan.settings().electionMillis() / 10;
    narrator = new Narrator(plan.get(Knob.MEMBERS));
    world = new ByHand(plan, narrator);
    narrator.watch(world);
    links = new Links(world);
    paused = new boolean[world.size()];
  }

  /** The members, their disks and their links. */
  ByHand world() {
    return world;
  }

  boolean isPaused(int member) {
    return paused[member];
  }

  /** What clients have asked of the log, oldest first. */
  List<ByHand.Call> made() {
    return made;
  }

  /** The members that want a snapshot, and from whom. */
  SortedMap<Integer, Integer> wanted() {
    return narrator.wanted();
  }

  @Override
  public List<String> play(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "propose", "read", "campaign", "handover", "tick" -> member(words.getFirst(), rest);
      case "register" -> register(rest.getFirst(), rest.subList(1, rest.size()));
      case "sync" -> rest.forEach(word -> sync(index(word)));
      case "deliver", "drop", "dup", "late", "pick" -> network(words.getFirst(), rest);
      case "send" -> sendByHand(rest);
      case "partition", "cut", "heal" -> links.play(words.getFirst(), rest);
      case "beat", "settle", "pass", "await" -> time(words.getFirst(), rest);
      case "crash", "restart", "flush", "install", "wipe" -> disk(words.getFirst(), rest);
      case "pause" -> paused[awake(index(rest.getFirst()))] = true;
      case "resume" -> paused[index(rest.getFirst())] = false;
      case "status" -> everybody(member -> narrator.say(Phrases.status(world, member)));
      case "log" -> narrator.say(Phrases.log(world, index(rest.getFirst())));
      default ->
          throw new IllegalArgumentException(
              "There is no command " + words.getFirst() + " for a cluster.");
    }
    if (losesHeartbeats) {
      everybody(from ->
          everybody(
              to -> world.transit().queue(from, to).removeIf(Message.Heartbeat.class::isInstance)));
    }
    return narrator.take();
  }

  /** A member that does not stand still. */
  private int awake(int member) {
    if (paused[member]) {
      throw new IllegalArgumentException(
          "Member " + (member + 1) + " stands still; `resume " + (member + 1) + "` wakes it.");
    }
    return member;
  }

  private boolean works(int member) {
    return world.isUp(member) && !paused[member];
  }

  private int index(String word) {
    return Phrases.index(world, word);
  }

  private interface Deed {
    void of(int member);
  }

  private void everybody(Deed deed) {
    for (int member = 0; member < world.size(); member++) {
      deed.of(member);
    }
  }

  private void member(String command, List<String> words) {
    int member = awake(index(words.getFirst()));
    Replica replica = world.replica(member);
    switch (command) {
      case "propose" -> {
        List<Long> values = new ArrayList<>();
        words.subList(1, words.size()).forEach(name -> values.add(Phrases.number(name)));
        made(world.write(member, values));
      }
      case "read" -> made(List.of(world.read(member)));
      case "campaign" ->
          world.receive(
              member == 0 ? world.size() - 1 : 0, member, new Message.Handover(replica.ballot()));
      case "handover" -> world.handOver(member, index(words.get(1)));
      default ->
          world.tick(
              member,
              Long.parseLong(words.get(1)),
              words.size() > 2 ? Long.parseLong(words.get(2)) : 0);
    }
  }

  private void made(List<ByHand.Call> fresh) {
    made.addAll(fresh);
    calls.addAll(fresh);
  }

  private void register(String command, List<String> words) {
    switch (command) {
      case "propose" ->
          world.proposeRegister(
              awake(index(words.getFirst())), words.get(1), RegisterPhrases.value(words.get(2)));
      case "read" -> world.readRegister(awake(index(words.getFirst())), words.get(1));
      case "explain" ->
          everybody(member ->
              narrator.say(
                  Phrases.member(member)
                      + (world.isUp(member)
                          ? " " + RegisterPhrases.state(world.register(member, words.getFirst()))
                          : " is down")));
      default ->
          throw new IllegalArgumentException("There is no command " + command + " for a register.");
    }
  }

  private void network(String command, List<String> words) {
    int arrow = words.getFirst().indexOf("->");
    int from = index(words.getFirst().substring(0, arrow));
    int to = index(words.getFirst().substring(arrow + 2));
    List<Message> queue = world.transit().queue(from, to);
    int count = words.size() > 1 ? Integer.parseInt(words.get(1)) : queue.size();
    boolean isAny = words.size() == 1 && (command.equals("deliver") || command.equals("drop"));
    if (!isAny && (count < 1 || count > queue.size())) {
      throw new IllegalArgumentException(
          "There are " + queue.size() + " messages on " + Phrases.link(from, to) + ".");
    }
    switch (command) {
      case "deliver" -> {
        awake(to);
        for (int i = 0; i < count; i++) {
          world.deliver(from, to);
        }
      }
      case "drop" -> {
        for (int i = 0; i < count; i++) {
          narrator.say(Phrases.link(from, to) + " loses " + Phrases.message(queue.removeFirst()));
        }
      }
      case "dup" -> queue.addFirst(queue.getFirst());
      case "pick" -> {
        queue.addFirst(queue.remove(count - 1));
      }
      default -> queue.addLast(queue.removeFirst());
    }
  }

  private void sendByHand(List<String> words) {
    int arrow = words.getFirst().indexOf("->");
    if (!words.get(1).equals("learn")) {
      throw new IllegalArgumentException("There is no message " + words.get(1) + ".");
    }
    world.send(
        index(words.getFirst().substring(0, arrow)),
        index(words.getFirst().substring(arrow + 2)),
        new Message.Learn(Long.parseLong(words.get(2))));
  }

  private void disk(String command, List<String> words) {
    int member = index(words.getFirst());
    switch (command) {
      case "crash" -> {
        world.crash(member, words.size() > 1 ? Integer.parseInt(words.get(1)) : 0);
        isDown(member);
      }
      case "wipe" -> {
        world.wipe(member);
        isDown(member);
      }
      case "restart" -> {
        world.start(member);
        narrator.say(Phrases.status(world, member));
        world.tick(member, 0, patient());
      }
      case "flush" -> world.flush(member);
      default -> {
        narrator.wanted().remove(member);
        world.install(member, index(words.getLast()));
      }
    }
  }

  private void isDown(int member) {
    paused[member] = false;
    narrator.starts(member);
    narrator.say(Phrases.member(member) + " is down");
  }

  private void sync(int member) {
    awake(member);
    narrator.syncs(member);
    world.sync(member);
  }

  /** The random bits that make a member wait longest before it takes over. */
  private long patient() {
    return 2L * heartbeat - 1;
  }

  private void time(String command, List<String> words) {
    switch (command) {
      case "beat" -> {
        int count = words.isEmpty() ? 1 : Integer.parseInt(words.getFirst());
        for (int i = 0; i < count; i++) {
          beat();
        }
      }
      case "settle" -> narrator.tell(Narrator.Detail.OUTCOMES, this::settle);
      case "pass" ->
          narrator.tell(
              Narrator.Detail.OUTCOMES,
              () -> {
                for (long passed = 0; passed < millis(words); passed += heartbeat) {
                  beat();
                  settle();
                }
              });
      default -> narrator.tell(Narrator.Detail.LEADERS, () -> await(millis(words)));
    }
  }

  private static long millis(List<String> words) {
    return Long.parseLong(words.getFirst());
  }

  private void beat() {
    everybody(member -> {
      if (works(member)) {
        world.tick(member, heartbeat, patient());
      }
    });
    everybody(from ->
        everybody(to -> {
          Message beat = paused[to] ? null : takeHeartbeat(from, to);
          while (beat != null) {
            world.receive(from, to, beat);
            beat = takeHeartbeat(from, to);
          }
        }));
  }

  private @Nullable Message takeHeartbeat(int from, int to) {
    List<Message> queue = world.transit().queue(from, to);
    for (Iterator<Message> it = queue.iterator(); it.hasNext(); ) {
      Message message = it.next();
      if (message instanceof Message.Heartbeat) {
        it.remove();
        return message;
      }
    }
    return null;
  }

  private void settle() {
    for (int i = 0; i < PATIENCE; i++) {
      everybody(member -> {
        if (works(member) && !world.isSynced(member)) {
          sync(member);
        }
      });
      if (!deliverOne()) {
        return;
      }
    }
    throw new IllegalStateException("The members talk without end.");
  }

  private boolean deliverOne() {
    for (int from = 0; from < world.size(); from++) {
      for (int to = 0; to < world.size(); to++) {
        if (!paused[to] && !world.transit().queue(from, to).isEmpty()) {
          world.deliver(from, to);
          return true;
        }
      }
    }
    return false;
  }

  private void await(long limit) {
    settle();
    long passed = 0;
    sayAnswers(passed);
    while (!calls.isEmpty() && passed < limit) {
      passed += heartbeat;
      beat();
      settle();
      sayAnswers(passed);
    }
    for (ByHand.Call call : calls) {
      narrator.say(Phrases.member(call.member()) + " has not answered " + what(call));
    }
  }

  private void sayAnswers(long passed) {
    for (ByHand.Call call : calls) {
      if (call.isOver()) {
        narrator.say(
            Phrases.member(call.member())
                + (call.isAnswered() ? " answers " : " loses ")
                + what(call)
                + " after "
                + passed / tenth / 10
                + "."
                + passed / tenth % 10
                + " election timeouts");
      }
    }
    calls.removeIf(ByHand.Call::isOver);
  }

  private static String what(ByHand.Call call) {
    return call.operation().kind() == Operation.Kind.READ
        ? "a read" + (call.isAnswered() ? " with " + Phrases.name(call.result()) : "")
        : Phrases.name(call.operation().value());
  }
}
