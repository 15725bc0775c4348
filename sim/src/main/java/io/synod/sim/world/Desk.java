package io.synod.sim.world;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Event;
import io.synod.core.MemberId;
import io.synod.core.Session;
import io.synod.sim.check.Checker;
import io.synod.sim.machine.Machine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** The calls that wait at one member, in one of its lives. */
final class Desk {

  private record Ready(Request request, long slot) {}

  private final MemberId member;
  private final Session session;
  private final Checker checker;

  /** Updates by sequence. */
  private final NavigableMap<Long, Request> updates = new TreeMap<>();

  /** Reads by number. */
  private final NavigableMap<Long, Request> reads = new TreeMap<>();

  /**
   * Reads that wait for their slot to be applied. A list: as JavaScript, an ArrayDeque loses others
   * when one is taken from its midst.
   */
  private final List<Ready> ready = new ArrayList<>();

  private long sequence;
  private long readId;

  Desk(MemberId member, Session session, Checker checker) {
    this.member = member;
    this.session = session;
    this.checker = checker;
  }

  /** Takes calls that come together, as events for the protocol. */
  List<Event> take(List<Request> requests, Machine machine, IntSupplier padding) {
    List<Command> commands = new ArrayList<>();
    Event read = null;
    for (Request request : requests) {
      switch (request.operation.kind()) {
        case WRITE, COMPARE_AND_SET -> commands.add(command(request, padding.getAsInt()));
        case READ -> read = new Event.Read(read(request));
        case SERIALIZABLE_READ -> request.answer(machine.get(request.operation.key()));
        case OTHER -> throw new IllegalStateException("No client asks for " + request.operation);
      }
    }
    List<Event> events = new ArrayList<>();
    if (!commands.isEmpty()) {
      events.add(new Event.Propose(commands));
    }
    if (read != null) {
      events.add(read);
    }
    return events;
  }

  /** Numbers an update. */
  Command command(Request request, int padding) {
    long settled = settled();
    updates.put(++sequence, request);
    Bytes payload = request.operation.encode(padding);
    Command command = new Command(session, sequence, settled, payload);
    checker.proposed(command);
    return command;
  }

  /** Every update up to this one is answered, or awaited no longer. */
  long settled() {
    return updates.isEmpty() ? sequence : updates.firstKey() - 1;
  }

  /** Numbers a linearizable read. */
  long read(Request request) {
    reads.put(++readId, request);
    return readId;
  }

  /** Forgets the updates whose callers have given up; whether there were any. */
  boolean dropAbandoned() {
    boolean any = updates.values().removeIf(Request::isOver);
    reads.values().removeIf(Request::isOver);
    ready.removeIf(read -> read.request().isOver());
    return any;
  }

  /** The protocol did not take an update. */
  void refused(long refusedSequence) {
    Request request = updates.remove(refusedSequence);
    if (request != null) {
      request.refuse();
    }
  }

  /** A command took effect here. */
  void applied(Command command, long slot, long result) {
    if (command.session().equals(session)) {
      Request request = updates.remove(command.sequence());
      if (request != null) {
        checker.acknowledged(member, command, slot, result);
        request.answer(result);
      }
    }
  }

  /** The protocol lets reads proceed once a slot is applied. */
  void ready(long upTo, long slot) {
    while (!reads.isEmpty() && reads.firstKey() <= upTo) {
      ready.add(new Ready(reads.pollFirstEntry().getValue(), slot));
    }
  }

  /** Answers the reads whose slot is applied. */
  void answerReads(Machine machine) {
    if (ready.isEmpty()) {
      return;
    }
    for (Iterator<Ready> it = ready.iterator(); it.hasNext(); ) {
      Ready read = it.next();
      if (read.slot() <= machine.slot()) {
        it.remove();
        if (!read.request().isOver()) {
          checker.read(member, read.request().floor, machine.slot());
          read.request().answer(machine.get(read.request().operation.key()));
        }
      }
    }
  }

  /** A snapshot was installed: the answers of the updates that it holds are lost. */
  void jumped(Machine machine) {
    List<Long> lost = new ArrayList<>();
    for (Long open : updates.keySet()) {
      if (machine.contains(session, open)) {
        lost.add(open);
      }
    }
    for (Long open : lost) {
      Request request = updates.remove(open);
      if (request != null) {
        request.lose();
      }
    }
  }

  /** The member is gone. */
  void close() {
    List<Request> all = new ArrayList<>(updates.values());
    all.addAll(reads.values());
    ready.forEach(read -> all.add(read.request()));
    all.forEach(Request::lose);
  }

  /** How many calls wait. */
  int waiting() {
    return updates.size() + reads.size() + ready.size();
  }
}
