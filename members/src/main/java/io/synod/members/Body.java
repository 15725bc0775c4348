package io.synod.members;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.members.disk.SimDisk;
import io.synod.members.model.StoreModel;
import io.synod.node.Failure;
import io.synod.node.StartException;
import io.synod.node.directory.Premises;
import io.synod.node.disk.Disk;
import io.synod.node.member.Ports;
import io.synod.node.member.RunningMember;
import io.synod.node.peers.Identity;
import io.synod.node.peers.Network;
import io.synod.node.requests.Reply;
import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import io.synod.sim.check.Finding;
import io.synod.sim.machine.Operation;
import io.synod.sim.plan.Knob;
import io.synod.sim.time.MemberClock;
import io.synod.sim.world.Hearing;
import io.synod.sim.world.RegisterCall;
import io.synod.sim.world.Request;
import io.synod.sim.world.World;
import io.synod.store.EtcdStore;
import io.synod.store.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a member has in memory, for one life: the production member and its ports. */
final class Body {

  private final WholeMember member;
  private final World world;
  private final MemberClock clock;
  private final Life life;
  private final SimThreads threads;
  private final Hearing hearing;
  private final Executor clients;

  /** The calls that wait here. */
  private final List<Request> open = new ArrayList<>();

  private @Nullable SimNetwork network;
  private @Nullable WatchedStore store;
  private @Nullable Counter counter;
  private @Nullable RunningMember<Outcome> running;

  /** Whether the member has looked at its clock since its loop's task began. */
  private boolean looked;

  private final RegisterWindow registers;

  private String reason = "It stopped while it started.";

  Body(WholeMember member, Life life) {
    this.member = member;
    this.world = member.world();
    this.clock = member.clock();
    this.life = life;
    this.threads =
        new SimThreads(life, clock::trueMicros, delays(), task -> member.stops(this, task));
    this.hearing =
        new Hearing(
            member.id, world.quorums.size(), world.quorums.members().size(), world.settings);
    this.clients = task -> life.after(0, task::run);
    this.registers = new RegisterWindow(member);
  }

  private SimThreads.Delays delays() {
    return new SimThreads.Delays() {
      @Override
      public LongSupplier of(String worker) {
        return () -> member.delay(worker);
      }

      @Override
      public long now() {
        return world.schedule.now();
      }
    };
  }

  Life life() {
    return life;
  }

  void start() throws StartException {
    Ports ports =
        new Ports(
            this::lookAtClock,
            world.chance::next,
            world.chance::next,
            _ -> premises(member.disk().open()),
            threads,
            this::network);
    RunningMember<Outcome> started =
        RunningMember.start(member.habits().config(), ports, this::store, registers::open);
    started.onStop(why -> reason = why);
    running = started;
    counter = new Counter(member, life, started, Objects.requireNonNull(store));
  }

  /** What there is for guests; null before it has started. */
  @Nullable Counter counter() {
    return counter;
  }

  private static Premises premises(Disk root) {
    return new Premises() {
      @Override
      public Disk disk() {
        return root;
      }

      @Override
      public void close() {}
    };
  }

  private Network network(Identity identity, Network.Listener listener, String name, int dead) {
    SimNetwork made = new SimNetwork(member, life, threads.coreLoop(this::watched), listener);
    network = made;
    return made;
  }

  private WatchedStore store(Path directory) throws IOException {
    SimDisk disk = member.disk();
    EtcdStore inner =
        EtcdStore.open(
            member
                .reception()
                .home(disk.at(directory.toString()), path -> disk.at(path.toString())),
            member.habits().limits());
    WatchedStore opened =
        new WatchedStore(
            inner,
            world.plan.get(Knob.KEPT),
            new WatchedStore.Watcher() {
              @Override
              public void stands(long slot, long sum, StoreModel.Standing standing) {
                world.trace.mix(slot ^ sum);
                if (!life.isOver()) {
                  member.check(() -> {
                    world.checker.applied(member.id, slot, sum);
                    compare(slot, standing);
                  });
                }
              }

              @Override
              public void restored() {
                world.fetchedSnapshot();
                world.note(member.index, () -> "has installed a snapshot");
              }
            });
    store = opened;
    return opened;
  }

  private void compare(long slot, StoreModel.Standing standing) {
    StoreModel.Standing expected = ((EtcdLanguage) world.language).model().after(slot);
    if (!standing.equals(expected)) {
      throw new Finding(
          "the store's model",
          member.id + " at slot " + slot + " stands at " + standing + " instead of " + expected);
    }
  }

  private long lookAtClock() {
    looked = true;
    return clock.millis();
  }

  /**
   * A task of the protocol's loop that looks at the clock knows afterwards how long nobody was
   * heard. Others, which only send what lay at leisure, may come first when a member stood still.
   */
  private Runnable watched(Runnable task) {
    return () -> {
      looked = false;
      task.run();
      if (looked && !life.isOver()) {
        member.check(() -> hearing.check(leads(), clock.millis()));
      }
    };
  }

  // How it stands.

  boolean isOpen() {
    return running != null;
  }

  boolean leads() {
    return running != null && running.status().leader().equals(Optional.of(member.id));
  }

  Ballot ballot() {
    return running == null ? Ballot.NONE : running.status().ballot();
  }

  long chosen() {
    return running == null ? 0 : running.status().chosen();
  }

  long applied() {
    return running == null ? 0 : running.status().applied();
  }

  boolean isIdle() {
    return threads.isIdle();
  }

  int waiting() {
    open.removeIf(Request::isOver);
    return open.size() + registers.waiting();
  }

  RegisterWindow registers() {
    return registers;
  }

  long stateHash() {
    return store == null ? 0 : store.hash();
  }

  /** Why it stopped by itself. */
  String reason() {
    return reason;
  }

  // What happens to it.

  void receive(int from, Message message) {
    hearing.heard(from, clock.millis());
    if (network != null) {
      network.received(new MemberId(from + 1), message);
    }
  }

  void disconnected(MemberId other) {
    if (network != null) {
      network.disconnected(other);
    }
  }

  void handOver(MemberId to) {
    if (running != null) {
      running.handOver(to);
    }
  }

  CompletableFuture<BulkReply> serve(BulkRequest request) {
    return Objects.requireNonNull(network).serve(request);
  }

  void call(List<Request> requests) {
    RunningMember<Outcome> taker = Objects.requireNonNull(running);
    for (Request request : requests) {
      switch (request.operation.kind()) {
        case WRITE, COMPARE_AND_SET -> {
          open.add(request);
          Bytes payload = EtcdLanguage.encode(request.operation);
          world.checker.asked(payload);
          taker.propose(
              payload,
              clients,
              reply(request, outcome -> updated(request, WatchedStore.isDone(outcome) ? 1 : 0)));
        }
        case READ -> {
          open.add(request);
          taker.read(clients, reply(request, _ -> granted(request)));
        }
        case SERIALIZABLE_READ -> request.answer(read(request.operation));
        case OTHER -> throw new IllegalStateException("Guests ask for themselves.");
      }
    }
  }

  void ask(RegisterCall call) {
    registers.ask(Objects.requireNonNull(running).registers(), call);
  }

  private <R> Reply<R> reply(Request request, Consumer<R> done) {
    return new Reply<>() {
      @Override
      public void done(R result) {
        open.remove(request);
        if (!request.isOver()) {
          member.check(() -> done.accept(result));
        }
      }

      @Override
      public void failed(Failure failure) {
        open.remove(request);
        member.check(() -> {
          switch (failure) {
            case TOO_MANY, NO_SPACE -> request.refuse();
            case TIMED_OUT, NO_LEADER, UNKNOWN, STOPPED -> request.lose();
          }
        });
      }
    };
  }

  private void updated(Request request, long result) {
    world.checker.acknowledged(member.id, request.operation.value(), applied(), result);
    request.answer(result);
  }

  private void granted(Request request) {
    world.checker.read(member.id, request.floor, applied());
    request.answer(read(request.operation));
  }

  private long read(Operation operation) {
    return Objects.requireNonNull(store).read(operation);
  }

  /** The member is gone. */
  void close() {
    List<Request> lost = List.copyOf(open);
    open.clear();
    lost.forEach(Request::lose);
    registers.close();
    if (counter != null) {
      counter.close();
    }
  }
}
