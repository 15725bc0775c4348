package io.synod.core.register;

import io.synod.core.Bytes;
import io.synod.core.Effects;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Record;
import io.synod.core.RegisterEffects;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterEvent;
import io.synod.core.RegisterMessage;
import io.synod.core.RegisterState;
import io.synod.core.Samples;
import io.synod.core.Settings;
import io.synod.core.replica.Recovery;
import io.synod.core.replica.Replica;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A few members with disks, whose messages about registers arrive when they are told to. */
final class SmallWorld {

  static final String NAME = "writer";

  /** A message on its way. */
  record Sent(int from, int to, RegisterMessage message) {}

  /** One member, numbered from 1, with what its disk holds. */
  final class Node {
    final MemberId id;
    private final List<Record> disk = new ArrayList<>();
    private final List<Record> unsynced = new ArrayList<>();
    private final List<Effects.SendOnceDurable> held = new ArrayList<>();
    private final Map<String, RegisterState> stored = new HashMap<>();
    final Map<Long, Answer> answers = new HashMap<>();
    private final List<RegisterEvent> loaded = new ArrayList<>();
    private Replica replica;
    private long boot = 1;
    private long durable;
    private long lastId;
    private boolean stalled;

    Node(int number) {
      this.id = new MemberId(number);
      this.replica = replica();
    }

    private Replica replica() {
      return new Replica(id, boot, quorums, settings, new Recovery(0), now);
    }

    private void step(Event event) {
      Effects effects = replica.step(event);
      unsynced.addAll(effects.append());
      held.addAll(effects.onceDurable());
      effects.now().forEach(send -> put(send.to(), send.message()));
      for (RegisterEffects.Store store : effects.registers().stores()) {
        stored.put(store.name(), store.state());
      }
      for (String name : effects.registers().loads()) {
        RegisterState state = stored.getOrDefault(name, RegisterState.INITIAL);
        loaded.add(new RegisterEvent.Loaded(name, state));
      }
      for (Answer answer : effects.registers().answers()) {
        if (answers.put(answer.id(), answer) != null) {
          throw new AssertionError("Question " + answer.id() + " was answered twice.");
        }
      }
      release();
    }

    private void put(MemberId to, Message message) {
      if (message instanceof Message.Register register) {
        wire.add(new Sent((int) id.value(), (int) to.value(), register.message()));
      }
    }

    private void release() {
      while (!held.isEmpty() && held.getFirst().record() <= durable) {
        Effects.SendOnceDurable send = held.removeFirst();
        put(send.to(), send.message());
      }
    }

    /** The disk answers nothing until told otherwise. */
    void stall(boolean stands) {
      stalled = stands;
    }

    /** Looks up what is asked for, and makes durable what was written; whether there was any. */
    boolean work() {
      boolean any = !loaded.isEmpty();
      if (any) {
        step(new Event.Register(loaded.removeFirst()));
      }
      if (!unsynced.isEmpty() && !stalled) {
        durable += unsynced.size();
        disk.addAll(unsynced);
        unsynced.clear();
        release();
        step(new Event.Durable(durable));
        any = true;
      }
      return any;
    }

    /** Dies with what is not durable, and comes back with nothing but its journal. */
    void crash() {
      unsynced.clear();
      held.clear();
      loaded.clear();
      stored.clear();
      for (Record record : disk) {
        if (record instanceof Record.Register register) {
          stored.merge(
              register.name(),
              RegisterReplay.after(RegisterState.INITIAL, register.record()),
              (before, _) -> RegisterReplay.after(before, register.record()));
        }
      }
      answers.clear();
      boot++;
      durable = 0;
      replica = replica();
    }

    long propose(String value) {
      long id = ++lastId;
      step(new Event.Register(new RegisterEvent.Propose(id, NAME, bytes(value), now + patience)));
      return id;
    }

    long read() {
      long id = ++lastId;
      step(new Event.Register(new RegisterEvent.Read(id, NAME, now + patience)));
      return id;
    }

    long explain() {
      long id = ++lastId;
      step(new Event.Register(new RegisterEvent.Explain(id, NAME, now + patience)));
      return id;
    }

    void hear(int from, RegisterMessage message) {
      step(new Event.Received(new MemberId(from), new Message.Register(NAME, message)));
    }

    @Nullable Answer answer(long question) {
      return answers.get(question);
    }

    RegisterState state() {
      return stored.getOrDefault(NAME, RegisterState.INITIAL);
    }
  }

  final List<Node> nodes;
  final List<Sent> wire = new ArrayList<>();
  private final Quorums quorums;
  private final Settings settings;
  private final Random random;
  private long now;
  long patience = 10_000;

  SmallWorld(int members, long seed) {
    this.quorums = Quorums.of(Samples.members(members));
    // So little that registers come and go.
    this.settings = new Settings(100, 1_000, 4, 1L << 20, 64, 1L << 16, 100, 1L << 20, 600);
    this.random = new Random(seed);
    this.nodes = Stream.iterate(1, n -> n <= members, n -> n + 1).map(Node::new).toList();
  }

  Node node(int number) {
    return nodes.get(number - 1);
  }

  static Bytes bytes(String value) {
    return Bytes.wrap(value.getBytes(StandardCharsets.UTF_8));
  }

  static String text(Bytes value) {
    return new String(value.array(), StandardCharsets.UTF_8);
  }

  /** Time passes for everybody. */
  void tick(int millis) {
    now += millis;
    nodes.forEach(node -> node.step(new Event.Tick(now, random.nextLong())));
  }

  /** Everything arrives, in order, that matches, and every disk works, until nothing is left. */
  void settle(Predicate<Sent> arrives) {
    boolean any = true;
    while (any) {
      any = false;
      for (Node node : nodes) {
        any |= node.work();
      }
      Sent next = wire.stream().filter(arrives).findFirst().orElse(null);
      if (next != null) {
        wire.remove(next);
        node(next.to()).hear(next.from(), next.message());
        any = true;
      }
    }
  }

  /** What matches is lost. */
  void lose(Predicate<Sent> lost) {
    wire.removeIf(lost);
  }

  void settle() {
    settle(_ -> true);
  }
}
