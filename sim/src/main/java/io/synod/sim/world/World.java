package io.synod.sim.world;

import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.Quorums;
import io.synod.core.Settings;
import io.synod.sim.chance.Chance;
import io.synod.sim.check.Checker;
import io.synod.sim.check.Finding;
import io.synod.sim.machine.Language;
import io.synod.sim.network.Network;
import io.synod.sim.network.Weather;
import io.synod.sim.plan.Knob;
import io.synod.sim.plan.Plan;
import io.synod.sim.time.MemberClock;
import io.synod.sim.time.Schedule;
import io.synod.sim.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The cluster of one plan in one thread: the storm with its faults and clients, then the calm, in
 * which everything has to come right. Used once.
 */
public final class World {

  private static final long MOST_FORWARD = 500_000;

  /** What is run. */
  public final Plan plan;

  /** The members' settings. */
  public final Settings settings;

  /** All members. */
  public final Quorums quorums;

  /** What happens when. */
  public final Schedule schedule = new Schedule();

  /** What members draw from. */
  public final Chance chance;

  /** What has happened. */
  public final Trace trace;

  /** Whom everything is told. */
  public final Checker checker;

  /** The links between the members. */
  public final Network<Message> network;

  final List<SimMember> members = new ArrayList<>();
  final Clients clients;
  final RegisterClients registerClients;

  /** How often a leader makes itself heard, in microseconds. */
  final long heartbeat;

  /** The election timeout, in microseconds. */
  public final long election;

  /** How often members look at the clock. */
  final long tickMicros;

  /** What commands say. */
  public final Language language;

  final Guests guests;

  private final Storm storm;
  private final int maxLag;
  private long maxSync;
  private long forward;

  /** The number of the member that was last seen to lead. */
  private int lastLeader;

  private long leaders;
  private long snapshots;

  /** A world of one plan. */
  public World(Plan plan, Trace trace, Level level) {
    this.plan = plan;
    this.trace = trace;
    this.settings = plan.settings();
    Chance seeded = new Chance(~plan.seed());
    this.chance = seeded.fork();
    int size = plan.get(Knob.MEMBERS);
    List<MemberId> ids = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      ids.add(new MemberId(i));
    }
    this.quorums = Quorums.of(ids);
    int keys = plan.get(Knob.KEYS) + 1;
    this.language = level.language(plan);
    this.checker = new Checker(quorums, keys, language);
    this.heartbeat = settings.heartbeatMillis() * 1000L;
    this.election = settings.electionMillis() * 1000L;
    this.tickMicros = Math.clamp(settings.heartbeatMillis() / 4, 1, 25) * 1000L;
    this.maxLag = plan.get(Knob.APPLY);
    this.maxSync = plan.get(Knob.SYNC);
    this.network =
        new Network<>(
            size,
            schedule,
            seeded.fork(),
            weather(plan.get(Knob.LATE), plan.get(Knob.LEAKS)),
            (from, to, message) -> member(to).receive(from, message));
    Chance clocks = seeded.fork();
    int drift = plan.get(Knob.DRIFT);
    for (int i = 0; i < size; i++) {
      MemberClock clock =
          new MemberClock(schedule, clocks.below(1_000_000), clocks.between(-drift, drift));
      members.add(level.member(i, this, clock));
    }
    this.clients = new Clients(this, seeded.fork());
    this.storm = new Storm(this, seeded.fork());
    this.registerClients = new RegisterClients(this, seeded.fork());
    this.guests = level.guests(this, seeded.fork());
  }

  Weather weather(int late, int leak) {
    return new Weather(
        plan.get(Knob.LOSS),
        plan.get(Knob.DUPLICATION),
        plan.get(Knob.DELAY),
        plan.get(Knob.TAIL),
        late,
        plan.get(Knob.LATENESS) * election,
        leak);
  }

  /**
   * Runs the plan to its end.
   *
   * @throws Finding if a checker accuses
   */
  public void run() {
    note(Trace.WORLD, plan::toString);
    for (SimMember member : members) {
      schedule.after(chance.below(50_000), member::start);
    }
    clients.begin();
    registerClients.begin();
    guests.begin();
    storm.begin();
    schedule.runUntil(plan.get(Knob.STORM) * 1000L);
    storm.end();
    clients.end();
    registerClients.end();
    guests.end();
    maxSync = Math.min(maxSync, 1_000);
    new Calm(this).run();
    if (!guests.isDone()) {
      new Evening(this).run();
    }
    compareStates();
    clients.checkHistory();
    registerClients.checkHistory();
    guests.check();
  }

  private void compareStates() {
    SimMember first = null;
    for (SimMember member : members) {
      if (member.isUp() && member.applied() == checker.chosen()) {
        if (first != null && first.stateHash() != member.stateHash()) {
          throw accuse(
              "equal states",
              first.id + " and " + member.id + " have applied the same and differ.");
        }
        first = member;
      }
    }
  }

  /** A member by its number, from 0. */
  public SimMember member(int index) {
    return members.get(index);
  }

  SimMember anyMember(Chance of) {
    return members.get(of.below(members.size()));
  }

  /** The member with the newest ballot that leads, or that led last. */
  SimMember leader() {
    SimMember best = null;
    for (SimMember member : members) {
      if (member.leads() && (best == null || isNewer(member, best))) {
        best = member;
      }
    }
    if (best != null && best.index != lastLeader) {
      lastLeader = best.index;
      leaders++;
    }
    return best != null ? best : member(lastLeader);
  }

  /** Who leads under which ballot; says so as well if its clock stands. */
  public String leadership() {
    SimMember first = leader();
    return first.id + " " + first.ballot() + (first.clock.stands() > 0 ? ", " + micros() : "");
  }

  /** Any of those that believe that they lead, or the one that led last. */
  SimMember anyLeader(Chance of) {
    List<SimMember> leading = new ArrayList<>();
    for (SimMember member : members) {
      if (member.leads()) {
        leading.add(member);
      }
    }
    return leading.isEmpty() ? leader() : of.of(leading);
  }

  private static boolean isNewer(SimMember one, SimMember other) {
    return one.ballot().isNewerThan(other.ballot());
  }

  /** A message leaves a member. */
  public void send(SimMember from, MemberId to, Message message) {
    if (to.equals(from.id)) {
      throw accuse("no talk to oneself", to + " sends to itself: " + message);
    }
    checker.leaves(from.id, message);
    network.send(from.index, (int) to.value() - 1, message, strayness(message));
  }

  /** Heartbeats are many and do little; what is rare goes astray more often than its share. */
  private static int strayness(Message message) {
    return switch (message) {
      case Message.Heartbeat any -> 1;
      case Message.Accept any -> 2;
      case Message.Accepted any -> 4;
      case Message.Chosen any -> 4;
      case Message.Reject any -> 4;
      case Message.Forward any -> 4;
      case Message.ReadRequest any -> 4;
      case Message.RelayedRequest any -> 4;
      case Message.Confirm any -> 4;
      case Message.Confirmed any -> 8;
      case Message.Prepare any -> 8;
      case Message.Promise any -> 8;
      case Message.ReadGrant any -> 8;
      case Message.RelayedGrant any -> 8;
      case Message.Learn any -> 8;
      case Message.Learned any -> 8;
      case Message.Trimmed any -> 8;
      case Message.Handover any -> 8;
      case Message.Register any -> 8;
    };
  }

  /** A member went down: somebody starts it again, and others may notice. */
  void mourn(SimMember lost) {
    if (!storm.isOver()) {
      storm.restartLater(lost);
    }
    for (SimMember other : members) {
      if (other.index != lost.index && chance.below(3) > 0) {
        schedule.after(chance.below(5_000), () -> other.disconnected(lost.id));
      }
    }
  }

  /** Whether members may still be made to die. */
  public boolean isStormy() {
    return !storm.isOver();
  }

  /** A member fetched another's snapshot. */
  public void fetchedSnapshot() {
    snapshots++;
  }

  /** How long a sync takes that begins now, if nothing is wrong with the disk. */
  public long syncMicros() {
    return maxSync / 4 + chance.below((int) maxSync + 1);
  }

  /** How long a chosen value lies before it is applied. */
  public long applyLag() {
    return maxLag == 0 || chance.oneIn(2) ? 0 : chance.below(maxLag);
  }

  /** Something happened, in words. */
  public void note(int member, Supplier<String> text) {
    trace.note(schedule.now(), member, text);
  }

  /** An accusation. */
  public Finding accuse(String checkerName, String sentence) {
    return new Finding(checkerName, sentence);
  }

  /** Somebody sets a member's clock. */
  void setClock(SimMember member, long micros) {
    member.clock.jump(micros);
    forward += Math.clamp(micros, 0, MOST_FORWARD);
  }

  /**
   * By how much clocks were set forward so far, all together; who looks at one often notices if
   * that is half a second or more, which is what counts of it.
   */
  public long forward() {
    return forward;
  }

  /** Simulated microseconds so far. */
  public long micros() {
    return schedule.now();
  }

  /** Events so far. */
  public long events() {
    return schedule.done();
  }

  /** How often somebody else was seen to lead. */
  public long leaders() {
    return leaders;
  }

  /** How many snapshots were fetched. */
  public long snapshots() {
    return snapshots;
  }

  /** How many slots are chosen. */
  public long chosen() {
    return checker.chosen();
  }

  /** The calls of clients and their outcomes. */
  public Clients clients() {
    return clients;
  }

  /** Says how every member stands. */
  String standing() {
    return members.toString();
  }
}
