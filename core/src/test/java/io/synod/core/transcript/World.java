package io.synod.core.transcript;

import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.Settings;
import io.synod.core.Value;
import io.synod.core.replica.Replica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A cluster of real members, on disks and links that move only when a command says so.
 *
 * <ul>
 *   <li>{@code propose M X...}, {@code read M}: a client of member M
 *   <li>{@code campaign M}: M takes over, as if it had been asked to; {@code handover M N}: leader
 *       M gives way to N
 *   <li>{@code sync M...}: what M wrote is durable, and what waited for it leaves
 *   <li>{@code deliver A->B [COUNT]}, {@code drop A->B [COUNT]}: the oldest messages of a link; all
 *       without a count
 *   <li>{@code dup A->B}: the oldest message comes twice; {@code late A->B}: the oldest goes behind
 *       the others
 *   <li>{@code send A->B learn SLOT}: a question that A may have asked long ago is on its way
 *   <li>{@code beat [COUNT]}: 100 ms pass for every member, and heartbeats arrive, but nothing else
 *       does
 *   <li>{@code settle}: disks and links work until nothing is left to do; {@code pass MS}: the same
 *       while time passes. Only what comes of it is traced, not each message
 *   <li>{@code tick M MS [RANDOM]}: time passes for one member
 *   <li>{@code partition 1 2 | 3}, {@code heal}: links between the groups carry nothing
 *   <li>{@code crash M}: what is not synced is lost; {@code restart M}; {@code flushed M SLOT}: the
 *       state machine is durable up to a slot; {@code installed M SLOT}: a snapshot has arrived
 *   <li>{@code status}, {@code log M}: what members know and hold
 * </ul>
 *
 * <p>Whatever the commands, two members that apply different values to a slot fail the transcript.
 */
final class World implements Stage {

  /** More than the loudest transcript needs: beyond it, members talk without end. */
  private static final int PATIENCE = 20_000;

  private static final long HEARTBEAT = 100;

  /** The random bits that make a member wait longest before it takes over. */
  private static final long PATIENT = 2 * HEARTBEAT - 1;

  private final SortedMap<MemberId, Machine> machines = new TreeMap<>();
  private final Network network = new Network();
  private final Map<Long, Value> agreed = new HashMap<>();
  private final List<String> trace = new ArrayList<>();
  private boolean quiet;

  World(int members, List<String> settings) {
    List<MemberId> ids = new ArrayList<>();
    for (int id = 1; id <= members; id++) {
      ids.add(new MemberId(id));
    }
    for (MemberId id : ids) {
      machines.put(id, new Machine(id, Quorums.of(ids), settings(settings)));
    }
  }

  private static Settings settings(List<String> words) {
    Settings all = Settings.DEFAULT;
    long batchBytes = all.batchBytes();
    long logBytes = all.logBytes();
    int windowSlots = all.windowSlots();
    for (String word : words) {
      long number = Long.parseLong(word.substring(word.indexOf('=') + 1));
      switch (word.substring(0, word.indexOf('='))) {
        case "batch-bytes" -> batchBytes = number;
        case "log-bytes" -> logBytes = number;
        case "window" -> windowSlots = (int) number;
        default -> throw new IllegalArgumentException("There is no setting " + word + ".");
      }
    }
    return new Settings(
        all.heartbeatMillis(),
        all.electionMillis(),
        windowSlots,
        all.windowBytes(),
        all.batchCommands(),
        batchBytes,
        all.pendingCommands(),
        all.pendingBytes(),
        logBytes);
  }

  @Override
  public List<String> play(List<String> words) {
    trace.clear();
    List<String> rest = words.subList(1, words.size());
    switch (words.getFirst()) {
      case "propose", "read", "campaign", "handover", "tick", "installed" ->
          client(words.getFirst(), rest);
      case "sync" -> rest.forEach(word -> sync(machine(word)));
      case "deliver", "drop", "dup", "late" -> network(words.getFirst(), rest);
      case "send" -> sendByHand(rest);
      case "beat" -> beat(rest.isEmpty() ? 1 : Integer.parseInt(rest.getFirst()));
      case "settle" -> quietly(this::settle);
      case "pass" -> quietly(() -> pass(Long.parseLong(rest.getFirst())));
      case "partition" -> partition(rest);
      case "heal" -> network.heal();
      case "crash" -> crash(machine(rest.getFirst()));
      case "restart" -> restart(machine(rest.getFirst()));
      case "flushed" -> machine(rest.getFirst()).stateSlot = Long.parseLong(rest.get(1));
      case "status" -> machines.values().forEach(machine -> trace.add(status(machine)));
      case "log" -> trace.add(log(machine(rest.getFirst())));
      default ->
          throw new IllegalArgumentException(
              "There is no command " + words.getFirst() + " for a cluster.");
    }
    return List.copyOf(trace);
  }

  private void client(String command, List<String> words) {
    Machine machine = machine(words.getFirst());
    switch (command) {
      case "propose" ->
          step(machine, new Event.Propose(machine.commands(words.subList(1, words.size()))));
      case "read" -> step(machine, new Event.Read(machine.newRead()));
      case "campaign" -> {
        MemberId other =
            machine.id().equals(machines.firstKey()) ? machines.lastKey() : machines.firstKey();
        step(machine, new Event.Received(other, new Message.Handover(machine.replica().ballot())));
      }
      case "handover" -> step(machine, new Event.HandOver(machine(words.get(1)).id()));
      case "installed" -> {
        machine.stateSlot = Long.parseLong(words.get(1));
        step(machine, new Event.Installed(machine.stateSlot));
      }
      default ->
          tick(
              machine,
              Long.parseLong(words.get(1)),
              words.size() > 2 ? Long.parseLong(words.get(2)) : 0);
    }
  }

  private void tick(Machine machine, long millis, long random) {
    machine.now += millis;
    step(machine, new Event.Tick(machine.now, random));
  }

  private void network(String command, List<String> words) {
    Network.Link link = link(words.getFirst());
    int count = words.size() > 1 ? Integer.parseInt(words.get(1)) : network.queue(link).size();
    switch (command) {
      case "deliver" -> {
        for (int i = 0; i < count; i++) {
          deliver(link, network.queue(link).remove());
        }
      }
      case "drop" -> {
        for (int i = 0; i < count; i++) {
          trace.add(link + " loses " + Words.message(network.queue(link).remove()));
        }
      }
      case "dup" -> network.queue(link).addFirst(network.queue(link).element());
      default -> network.queue(link).addLast(network.queue(link).remove());
    }
  }

  private void sendByHand(List<String> words) {
    Network.Link link = link(words.getFirst());
    if (!words.get(1).equals("learn")) {
      throw new IllegalArgumentException("There is no message " + words.get(1) + ".");
    }
    send(link, new Message.Learn(Long.parseLong(words.get(2))));
  }

  private Network.Link link(String word) {
    String[] ends = word.split("->", 2);
    return new Network.Link(machine(ends[0]).id(), machine(ends[1]).id());
  }

  private void deliver(Network.Link link, Message message) {
    Machine machine = machines.get(link.to());
    if (machine != null && machine.isUp()) {
      step(machine, new Event.Received(link.from(), message));
    }
  }

  private void beat(int count) {
    for (int i = 0; i < count; i++) {
      machines.values().stream()
          .filter(Machine::isUp)
          .forEach(machine -> tick(machine, HEARTBEAT, PATIENT));
      for (Optional<Network.Link> busy = network.busy(true);
          busy.isPresent();
          busy = network.busy(true)) {
        deliver(busy.get(), network.takeHeartbeat(busy.get()));
      }
    }
  }

  private void pass(long millis) {
    for (long passed = 0; passed < millis; passed += HEARTBEAT) {
      beat(1);
      settle();
    }
  }

  private void settle() {
    for (int i = 0; i < PATIENCE; i++) {
      machines.values().stream().filter(Machine::hasUnsynced).forEach(this::sync);
      Optional<Network.Link> busy = network.busy(false);
      if (busy.isEmpty()) {
        return;
      }
      deliver(busy.get(), network.queue(busy.get()).remove());
    }
    throw new IllegalStateException("The members talk without end.");
  }

  private void quietly(Runnable work) {
    quiet = true;
    work.run();
    quiet = false;
  }

  private void partition(List<String> words) {
    Map<MemberId, Integer> groups = new HashMap<>();
    int group = 0;
    for (String word : words) {
      if (word.equals("|")) {
        group++;
      } else {
        groups.put(machine(word).id(), group);
      }
    }
    groups.forEach((from, one) ->
        groups.forEach((to, other) -> {
          if (!one.equals(other)) {
            network.cut(new Network.Link(from, to));
          }
        }));
  }

  private void crash(Machine machine) {
    machine.crash();
    trace.add(Words.member(machine.id()) + " is down");
  }

  private void restart(Machine machine) {
    machine.start();
    trace.add(status(machine));
    step(machine, new Event.Tick(machine.now, PATIENT));
  }

  private void sync(Machine machine) {
    long last = machine.sync();
    if (machine.isUp()) {
      step(machine, new Event.Durable(last));
    }
    while (!machine.held.isEmpty() && machine.isDurable(machine.held.element().record())) {
      Effects.SendOnceDurable send = machine.held.remove();
      send(new Network.Link(machine.id(), send.to()), send.message());
    }
  }

  private void step(Machine machine, Event event) {
    Replica replica = machine.replica();
    boolean led = replica.leading();
    Effects effects = replica.step(event);
    String name = Words.member(machine.id());
    for (Record record : effects.append()) {
      say(name + " writes " + machine.write(record) + ": " + Words.record(record));
    }
    effects.now().forEach(send -> send(new Network.Link(machine.id(), send.to()), send.message()));
    effects
        .atLeisure()
        .forEach(send -> send(new Network.Link(machine.id(), send.to()), send.message()));
    for (Effects.SendOnceDurable send : effects.onceDurable()) {
      if (machine.isDurable(send.record())) {
        send(new Network.Link(machine.id(), send.to()), send.message());
      } else {
        say(
            name
                + " holds until "
                + send.record()
                + " is durable: "
                + Words.message(send.message()));
        machine.held.add(send);
      }
    }
    if (led != replica.leading()) {
      trace.add(name + (led ? " leads no more" : " leads under " + replica.ballot()));
    }
    effects.chosen().forEach(chosen -> apply(machine, chosen));
    effects
        .reads()
        .forEach(read ->
            trace.add(name + " answers reads up to " + read.upTo() + " at slot " + read.slot()));
    effects
        .refused()
        .forEach(refused ->
            trace.add(name + " refuses " + refused.sequence() + ": " + refused.reason()));
    effects
        .snapshotFrom()
        .ifPresent(from -> trace.add(name + " fetches a snapshot from " + Words.member(from)));
  }

  private void send(Network.Link link, Message message) {
    boolean carried = network.send(link, message);
    if (!Network.isHeartbeat(message)) {
      say(link + ": " + Words.message(message) + (carried ? "" : " (cut)"));
    }
  }

  private void apply(Machine machine, Effects.Chosen chosen) {
    String name = Words.member(machine.id());
    trace.add(name + " applies " + chosen.slot() + "=" + Words.value(chosen.value()));
    for (Command command : chosen.value().commands()) {
      long before = machine.apply(command, chosen.slot());
      if (before > 0) {
        trace.add(
            name + " has applied " + Words.command(command) + " in slot " + before + " already");
      }
    }
    Value other = agreed.putIfAbsent(chosen.slot(), chosen.value());
    if (other != null && !other.equals(chosen.value())) {
      throw new IllegalStateException(
          "Members disagree: "
              + name
              + " applies "
              + Words.value(chosen.value())
              + " in slot "
              + chosen.slot()
              + ", where "
              + Words.value(other)
              + " was applied before; so far: "
              + trace);
    }
  }

  private void say(String line) {
    if (!quiet) {
      trace.add(line);
    }
  }

  private static String status(Machine machine) {
    if (!machine.isUp()) {
      return Words.member(machine.id()) + " is down";
    }
    Replica replica = machine.replica();
    return Words.member(machine.id())
        + " promised "
        + replica.promised()
        + ", newest "
        + replica.ballot()
        + ", "
        + replica
            .leader()
            .map(
                leader -> leader.equals(machine.id()) ? "leads" : "follows " + Words.member(leader))
            .orElse("no leader")
        + ", chosen up to "
        + replica.chosen()
        + ", log "
        + (replica.slots().trimmed() + 1)
        + " to "
        + replica.slots().last();
  }

  private static String log(Machine machine) {
    var slots = machine.replica().slots();
    List<String> held = new ArrayList<>();
    for (long slot = slots.trimmed() + 1; slot <= slots.last(); slot++) {
      held.add(Words.slot(slot, slots.get(slot)));
    }
    return held.isEmpty()
        ? Words.member(machine.id()) + " holds nothing"
        : held.stream()
            .collect(Collectors.joining(" ", Words.member(machine.id()) + " holds ", ""));
  }

  private Machine machine(String word) {
    Machine machine = machines.get(new MemberId(Long.parseLong(word)));
    if (machine == null) {
      throw new IllegalArgumentException("There is no member " + word + ".");
    }
    return machine;
  }
}
