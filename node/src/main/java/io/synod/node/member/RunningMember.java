package io.synod.node.member;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.node.Failure;
import io.synod.node.StartException;
import io.synod.node.apply.DurableMachine;
import io.synod.node.registers.FileRegisters;
import io.synod.node.registers.RegisterStore;
import io.synod.node.registers.Registers;
import io.synod.node.requests.Answers;
import io.synod.node.requests.Proposal;
import io.synod.node.requests.ReadGroup;
import io.synod.node.requests.RegisterRequest;
import io.synod.node.requests.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One running member of a cluster: takes commands and reads from clients, agrees with the other
 * members, and applies what is chosen to a state machine. Any thread may call any method; none
 * blocks, but for {@link #start} and {@link #close}.
 *
 * @param <R> what applying a command answers
 */
public final class RunningMember<R> implements AutoCloseable {

  private final MemberPlan config;
  private final Ports ports;
  private final Engine<R> engine;
  private final Registers registers;
  private final List<Consumer<String>> onStop = new ArrayList<>();
  private @Nullable String stopReason;
  private volatile boolean stopped;

  private RunningMember(
      MemberPlan config,
      Ports ports,
      DurableMachine.Opener<R> machine,
      RegisterStore.Opener registers)
      throws StartException {
    this.config = config;
    this.ports = ports;
    this.engine = Engine.build(config, ports, machine, registers, this::fail);
    this.registers =
        new Registers(this::ask, (after, most) -> this.engine.registers().list(after, most));
  }

  /**
   * Starts a member on a state machine that is open already; see {@link #start(MemberPlan,
   * DurableMachine.Opener)}. The state machine is closed if the start fails.
   */
  public static <R> RunningMember<R> start(MemberPlan config, DurableMachine<R> machine)
      throws StartException {
    AtomicBoolean taken = new AtomicBoolean();
    try {
      return start(
          config,
          (DurableMachine.Opener<R>)
              _ -> {
                taken.set(true);
                return machine;
              });
    } finally {
      if (!taken.get()) {
        machine.close();
      }
    }
  }

  /**
   * Starts a member: takes its data directory, opens the state machine, reads the journal, and
   * begins to listen for its peers and to call them. Returns as soon as that is done, before there
   * is a leader.
   *
   * @param machine opens the state machine, once the data directory is this process's; the member
   *     closes it
   * @throws StartException if it cannot start; what was opened is closed again
   */
  public static <R> RunningMember<R> start(MemberPlan config, DurableMachine.Opener<R> machine)
      throws StartException {
    return start(config, Ports.real(), machine);
  }

  /** The same in a world of its own. */
  public static <R> RunningMember<R> start(
      MemberPlan config, Ports ports, DurableMachine.Opener<R> machine) throws StartException {
    return start(config, ports, machine, FileRegisters::open);
  }

  /**
   * The same.
   *
   * @param registers opens the store of the registers; the member closes it
   */
  public static <R> RunningMember<R> start(
      MemberPlan config,
      Ports ports,
      DurableMachine.Opener<R> machine,
      RegisterStore.Opener registers)
      throws StartException {
    RunningMember<R> member = new RunningMember<>(config, ports, machine, registers);
    member.engine.start();
    return member;
  }

  /**
   * Wants a command chosen and applied.
   *
   * @param executor where the reply is called; answers that are ready together are handed to it in
   *     one piece
   * @param reply called once
   */
  public void propose(Bytes command, Executor executor, Reply<R> reply) {
    Proposal<R> proposal =
        new Proposal<>(
            command, executor, reply, ports.clock().getAsLong() + config.requestMillis());
    if (engine.pressure().noSpace()) {
      refuse(executor, reply, Failure.NO_SPACE);
    } else if (stopped) {
      refuse(executor, reply, Failure.STOPPED);
    } else if (!engine.proposalsAdmitted().enter(proposal.weight())) {
      refuse(executor, reply, Failure.TOO_MANY);
    } else {
      engine.core().put(new Input.Propose<>(proposal));
      afterPut();
    }
  }

  /**
   * Wants to read: the reply's {@code done(slot)} is called when everything that was acknowledged
   * anywhere in the cluster before this call is applied and visible here.
   *
   * @param executor where the reply is called; answers that are ready together are handed to it in
   *     one piece
   * @param reply called once
   */
  public void read(Executor executor, Reply<Long> reply) {
    if (stopped) {
      refuse(executor, reply, Failure.STOPPED);
    } else if (!engine.readsAdmitted().enter(ReadGroup.WEIGHT)) {
      refuse(executor, reply, Failure.TOO_MANY);
    } else {
      long deadline = ports.clock().getAsLong() + config.requestMillis();
      engine.core().put(new Input.Read<>(new ReadGroup.Read(executor, reply, deadline)));
      afterPut();
    }
  }

  /** The cluster's registers, through this member. */
  public Registers registers() {
    return registers;
  }

  private void ask(
      RegisterRequest.Kind kind, String name, Bytes value, RegisterRequest.Reply reply) {
    int patience =
        kind == RegisterRequest.Kind.EXPLAIN
            ? config.settings().electionMillis()
            : config.requestMillis();
    long deadline = ports.clock().getAsLong() + patience;
    RegisterRequest request = new RegisterRequest(kind, name, value, deadline, reply);
    if (kind == RegisterRequest.Kind.PROPOSE && engine.pressure().noSpace()) {
      reply.failed().accept(Failure.NO_SPACE);
    } else if (stopped) {
      reply.failed().accept(Failure.STOPPED);
    } else if (!engine.registersAdmitted().enter(request.weight())) {
      reply.failed().accept(Failure.TOO_MANY);
    } else {
      engine.core().put(new Input.Register<>(request));
      afterPut();
    }
  }

  // What is put while the member stops may find nobody to take it any more.
  private void afterPut() {
    if (engine.isStopped()) {
      engine.core().failAll();
    }
  }

  private static <T> void refuse(Executor executor, Reply<T> reply, Failure failure) {
    Answers answers = new Answers();
    answers.failed(executor, reply, failure);
    answers.flush();
  }

  /** How the member stands. */
  public MemberStatus status() {
    return engine.status();
  }

  /** The highest slot that is known to be chosen; some before it may be missing here. */
  public long known() {
    return engine.core().view().known();
  }

  /** Has an observer told what the member learns from now on. */
  public void observe(Observer observer) {
    engine.core().observe(observer);
  }

  /** Tells an observer nothing more. */
  public void unobserve(Observer observer) {
    engine.core().unobserve(observer);
  }

  /**
   * Has somebody told, once, what the member knows of its cluster by itself. It is told on the core
   * thread, so that it must be quick and not block; never, if the member stops before.
   */
  public void survey(Consumer<Survey> to) {
    engine.core().survey(to);
  }

  /**
   * Has something done on the core thread whenever it changes who leads as far as this member
   * knows, or whether it hears a quorum.
   */
  public void onElection(Runnable listener) {
    engine.core().onElection(listener);
  }

  /**
   * Asks this member, if it leads, to hand the leadership to another one. Nothing happens if that
   * one is not up to date.
   */
  public void handOver(MemberId to) {
    engine.core().put(new Input.HandOver<>(to));
  }

  /**
   * Has a listener called, once, when the member stops: with a sentence that says why if it had to,
   * or with an empty one if it was closed. At once if it has stopped already.
   */
  public void onStop(Consumer<String> reason) {
    String known;
    synchronized (onStop) {
      known = stopReason;
      if (known == null) {
        onStop.add(reason);
      }
    }
    if (known != null) {
      reason.accept(known);
    }
  }

  /**
   * Something broke that must not be survived: ends everything at once, with no handover and no
   * flush.
   */
  void fail(String sentence) {
    if (beginStop()) {
      ports
          .threads()
          .run(
              "synod-stop",
              () -> {
                engine.stop(false);
                told(sentence);
              });
    }
  }

  /**
   * Ends everything at once, with no handover and no flush, as the death of the process would.
   * Returns when it has ended.
   */
  public void halt() {
    CompletableFuture<String> ended = new CompletableFuture<>();
    onStop(ended::complete);
    fail("Member " + config.name() + " was halted.");
    ended.join();
  }

  /**
   * Hands over the leadership if there is time, makes the state durable, ends every thread and
   * closes every file, the state machine included. Who still waits for an answer is told that there
   * is none.
   */
  @Override
  public void close() {
    if (beginStop()) {
      engine.stop(true);
      told("");
    } else {
      engine.awaitStopped();
    }
  }

  private synchronized boolean beginStop() {
    boolean first = !stopped;
    stopped = true;
    return first;
  }

  private void told(String reason) {
    List<Consumer<String>> listeners;
    synchronized (onStop) {
      stopReason = reason;
      listeners = List.copyOf(onStop);
    }
    listeners.forEach(listener -> listener.accept(reason));
  }
}
