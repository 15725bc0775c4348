package io.synod.node;

import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.node.loop.OwnLoop;
import io.synod.node.loop.Threads;
import io.synod.node.machine.Answer;
import io.synod.node.machine.Envelope;
import io.synod.node.machine.KeptMachine;
import io.synod.node.member.MemberStatus;
import io.synod.node.member.Observer;
import io.synod.node.member.RunningMember;
import io.synod.node.requests.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running member of a cluster, with your state machine: it takes commands, agrees with the
 * other members on their order, and applies them.
 *
 * <p>Any thread may call any method; none blocks, but for {@link #start}, {@link #close} and {@link
 * #halt}. Futures are completed, and listeners called, on one thread of this member, which must not
 * be held up: what may take long belongs into {@code thenApplyAsync} and the like.
 *
 * @param <M> the state machine
 */
public final class Member<M extends StateMachine> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Member.class);
  private static final int MOST_SESSION_BYTES = 256;

  private final MemberConfig config;
  private final RunningMember<Answer> member;
  private final KeptMachine<M> machine;
  private final OwnLoop answers;

  private Member(
      MemberConfig config, RunningMember<Answer> member, KeptMachine<M> machine, OwnLoop answers) {
    this.config = config;
    this.member = member;
    this.machine = machine;
    this.answers = answers;
  }

  /**
   * Starts a member: takes its storage, brings the state machine to where it was, and begins to
   * talk to the others. Returns as soon as that is done, before there is a leader.
   *
   * @param machine makes a new state machine that has applied nothing; called once
   * @throws StartException if it cannot start, for a reason that the message tells people; nothing
   *     is left running
   */
  public static <M extends StateMachine> Member<M> start(
      MemberConfig config, Supplier<? extends M> machine) throws StartException {
    AtomicReference<@Nullable KeptMachine<M>> opened = new AtomicReference<>();
    OwnLoop answers = Threads.real().loop("synod-" + config.name() + "-answers");
    try {
      RunningMember<Answer> member =
          RunningMember.start(
              config.plan(),
              config.ports(),
              directory -> {
                KeptMachine<M> kept =
                    KeptMachine.open(machine.get(), directory, config.storage()::disk);
                opened.set(kept);
                return kept;
              });
      return new Member<>(config, member, Objects.requireNonNull(opened.get()), answers);
    } catch (StartException | RuntimeException e) {
      answers.close();
      throw e;
    }
  }

  /**
   * Wants a command chosen and applied. It is applied once, however often members have to say it to
   * each other; if the future fails, {@link RequestException#mayHaveTakenEffect} says whether it
   * may be applied all the same. Who wants to ask again then names a session: {@link
   * #propose(String, long, byte[])}.
   *
   * @param command what the state machine understands; must not be changed any more
   * @return what the state machine answered at this member; fails with a {@link RequestException}
   */
  public CompletableFuture<byte[]> propose(byte[] command) {
    return propose(command.length, Envelope.plain(command));
  }

  /**
   * Wants a command of a session chosen and applied. Asking again, through this member or any
   * other, with the same session and sequence is safe as long as the session has not gone on: the
   * command is applied once, and the answer is that of the first time.
   *
   * <p>A session does one thing after the other. It is known from its first command on, which has
   * the sequence 1; a command with a larger sequence than the last settles all before it. The
   * 10,000 sessions that were used last are remembered.
   *
   * @param session names the session, in at most 256 bytes of UTF-8, in all the cluster and for
   *     ever
   * @param sequence the command's number in the session, from 1
   * @return what the state machine answered; fails with a {@link RequestException}, or with a
   *     {@link SessionException} if the session has gone on, or is not known
   */
  public CompletableFuture<byte[]> propose(String session, long sequence, byte[] command) {
    if (sequence < 1
        || session.isEmpty()
        || session.getBytes(StandardCharsets.UTF_8).length > MOST_SESSION_BYTES) {
      throw new IllegalArgumentException(
          "A session has a name of 1 to 256 bytes, and sequences from 1 on.");
    }
    return propose(command.length, Envelope.inSession(session, sequence, command));
  }

  private CompletableFuture<byte[]> propose(int length, Bytes envelope) {
    if (length > config.maxCommandBytes()) {
      throw new IllegalArgumentException(
          "A command of "
              + length
              + " bytes is larger than the "
              + config.maxCommandBytes()
              + " that are configured.");
    }
    CompletableFuture<byte[]> future = new CompletableFuture<>();
    member.propose(envelope, this::answer, reply(future, answer -> settle(future, answer)));
    return future;
  }

  private static void settle(CompletableFuture<byte[]> future, Answer answer) {
    switch (answer) {
      case Answer.Result(Bytes result) -> future.complete(result.array().clone());
      case Answer.Superseded(long last) ->
          future.completeExceptionally(
              new SessionException("The session has gone on to sequence " + last + "."));
      case Answer.Unknown() ->
          future.completeExceptionally(
              new SessionException(
                  "The session is not known, or not any more: begin a new one with sequence 1."));
    }
  }

  /**
   * Reads linearizably: the query sees everything that was answered anywhere in the cluster before
   * this call. Nothing is written for it; it takes one round trip to the leader.
   *
   * @param query looks at the state machine and changes nothing; nothing is applied meanwhile
   * @return what the query returned; fails with a {@link RequestException}, or with what the query
   *     threw
   */
  public <T extends @Nullable Object> CompletableFuture<T> read(
      Function<? super M, ? extends T> query) {
    CompletableFuture<T> future = new CompletableFuture<>();
    member.read(this::answer, reply(future, (Long _) -> look(future, query)));
    return future;
  }

  /**
   * Reads what is here, at once and without asking anybody: a state that all members have had or
   * will have, perhaps an old one.
   *
   * @param query as for {@link #read}
   */
  public <T extends @Nullable Object> CompletableFuture<T> readLocal(
      Function<? super M, ? extends T> query) {
    CompletableFuture<T> future = new CompletableFuture<>();
    answer(() -> look(future, query));
    return future;
  }

  private <T extends @Nullable Object> void look(
      CompletableFuture<T> future, Function<? super M, ? extends T> query) {
    try {
      future.complete(machine.<T>look(query));
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
    }
  }

  private static <R, T extends @Nullable Object> Reply<R> reply(
      CompletableFuture<T> future, Consumer<R> done) {
    return new Reply<>() {
      @Override
      public void done(R result) {
        done.accept(result);
      }

      @Override
      public void failed(Failure failure) {
        future.completeExceptionally(new RequestException(failure));
      }
    };
  }

  private void answer(Runnable task) {
    Runnable guarded =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.error("A listener of member {} threw an exception.", config.name(), e);
          }
        };
    try {
      answers.execute(guarded);
    } catch (RejectedExecutionException _) {
      guarded.run(); // the member has stopped, and whoever asks now waits for nobody else
    }
  }

  /**
   * The cluster's registers, through this member: values that are chosen once, without a leader.
   */
  public Registers registers() {
    return new Registers(member.registers(), this::answer);
  }

  /** The member that leads, as far as this one knows; itself perhaps. */
  public OptionalLong leader() {
    return status().leader();
  }

  /** How this member stands. */
  public Status status() {
    MemberStatus status = member.status();
    return new Status(
        config.member(),
        id(status.leader()),
        Math.max(member.known(), status.chosen()),
        status.chosen(),
        status.applied(),
        status.durable(),
        status.journalBytes(),
        status.logHash(),
        status.noSpace());
  }

  private static OptionalLong id(Optional<MemberId> member) {
    return member.isPresent() ? OptionalLong.of(member.get().value()) : OptionalLong.empty();
  }

  /**
   * Has a listener told who leads, now and whenever this member learns that it has changed.
   *
   * @return ends it
   */
  public Runnable onLeader(Consumer<OptionalLong> listener) {
    return observe(
        new Observer() {
          @Override
          public void leader(Optional<MemberId> leader) {
            answer(() -> listener.accept(id(leader)));
          }
        });
  }

  /**
   * Has a listener told what is chosen, from the slot on that comes next here.
   *
   * @return ends it
   */
  public Runnable onChosen(ChosenListener listener) {
    return observe(new Feed(listener, this::answer));
  }

  private Runnable observe(Observer observer) {
    member.observe(observer);
    return () -> member.unobserve(observer);
  }

  /**
   * Has a listener called, once, when the member stops: with a sentence that says why if it had to
   * (a broken disk, say, or a state machine that threw), or with an empty one if it was closed. At
   * once if it has stopped already.
   */
  public void onStop(Consumer<String> listener) {
    member.onStop(reason -> answer(() -> listener.accept(reason)));
  }

  /** Asks this member, if it leads, to hand the lead to another one that is up to date. */
  public void handOver(long to) {
    member.handOver(new MemberId(to));
  }

  /**
   * Hands over the lead if it has it, writes a snapshot, ends every thread and closes every file.
   * Futures that wait fail.
   */
  @Override
  public void close() {
    config.transport().beforeEnd(new MemberId(config.member()));
    member.close();
    endAnswers();
  }

  /**
   * Ends at once, as the death of the process would end it: nothing is handed over, and no snapshot
   * written. For tests of what comes after.
   */
  public void halt() {
    config.transport().beforeEnd(new MemberId(config.member()));
    member.halt();
    endAnswers();
  }

  // A listener may close its member; its thread then ends by itself.
  private void endAnswers() {
    if (answers.isCurrent()) {
      return;
    }
    CompletableFuture<Boolean> last = new CompletableFuture<>();
    answer(() -> last.complete(true));
    last.join();
    answers.close();
  }
}
