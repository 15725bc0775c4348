package io.synod.cli.faults;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.synod.cli.client.Channels;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.MaintenanceGrpc;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.StatusRequest;
import io.synod.store.wire.StatusResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts through every member at a steady pace, however many puts are unanswered, and asks every
 * member whom it follows: what a service behind members would see, in any system that speaks etcd's
 * API.
 */
final class Probe implements AutoCloseable {
  private static final long PERIOD_MILLIS = 50;
  private static final long PUT_SECONDS = 20;
  private static final long STATUS_MILLIS = 500;

  /** Who led under which term. */
  private record Reign(long term, long leader) {}

  private final List<Member> members;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Set<Reign> before = new HashSet<>();
  private final Set<Reign> since = new HashSet<>();
  private long mark = System.nanoTime();
  private boolean paused;

  /** Begins. */
  Probe(Cluster cluster) {
    members = cluster.nodes().stream().map(Member::new).toList();
    var _ = clock.scheduleAtFixedRate(this::knock, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private final class Member {
    private final ManagedChannel channel;
    private final ByteString key;
    private @Nullable StatusResponse status;
    private long answered;
    private long first = -1;
    private long last;
    private long silence;

    Member(Node node) {
      channel = Channels.to(node.clientAddress());
      key = ByteString.copyFromUtf8("probe/" + node.name());
    }

    void knock() {
      long begun = System.nanoTime();
      PutRequest put =
          PutRequest.newBuilder()
              .setKey(key)
              .setValue(ByteString.copyFromUtf8(Long.toString(begun)))
              .build();
      this.<PutRequest, PutResponse>call(
          KVGrpc.getPutMethod(), put, PUT_SECONDS * 1_000, _ -> acknowledged(this, begun));
      this.<StatusRequest, StatusResponse>call(
          MaintenanceGrpc.getStatusMethod(),
          StatusRequest.getDefaultInstance(),
          STATUS_MILLIS,
          response -> saw(this, begun, response));
    }

    private <Q, A> void call(
        MethodDescriptor<Q, A> method, Q request, long millis, Consumer<A> then) {
      CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
      ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new Then<>(then));
    }
  }

  /** What is not answered shows as silence. */
  private record Then<A>(Consumer<A> then) implements StreamObserver<A> {
    @Override
    public void onNext(A answer) {
      then.accept(answer);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  private synchronized void knock() {
    if (!paused) {
      members.forEach(Member::knock);
    }
  }

  private synchronized void acknowledged(Member member, long begun) {
    if (begun - mark < 0) {
      return;
    }
    long now = System.nanoTime() - mark;
    member.answered++;
    member.first = member.first < 0 ? now : member.first;
    member.silence = Math.max(member.silence, now - member.last);
    member.last = now;
  }

  private synchronized void saw(Member member, long begun, StatusResponse status) {
    member.status = status;
    if (begun - mark >= 0) {
      reign(status).filter(reign -> !before.contains(reign)).ifPresent(since::add);
    }
  }

  /** That of a member that says to lead. */
  private static Optional<Reign> reign(StatusResponse status) {
    return status.getLeader() == status.getHeader().getMemberId()
        ? Optional.of(new Reign(status.getRaftTerm(), status.getLeader()))
        : Optional.empty();
  }

  /** The index of the member that all members say to follow. */
  synchronized OptionalInt leader() {
    List<Long> leaders =
        members.stream()
            .map(member -> member.status == null ? 0L : member.status.getLeader())
            .distinct()
            .toList();
    return leaders.size() != 1
        ? OptionalInt.empty()
        : IntStream.range(0, members.size())
            .filter(i -> memberId(members.get(i)).equals(Optional.of(leaders.getFirst())))
            .findFirst();
  }

  private static Optional<Long> memberId(Member member) {
    return Optional.ofNullable(member.status).map(status -> status.getHeader().getMemberId());
  }

  /** Waits until all members follow one; answers its index. */
  int awaitLeader() throws InterruptedException {
    Await.until("all members follow one", () -> leader().isPresent());
    return leader().orElseThrow();
  }

  /** Forgets everything: from now on, only puts count that begin from now on. */
  synchronized void mark() {
    mark = System.nanoTime();
    before.clear();
    since.clear();
    for (Member member : members) {
      Optional.ofNullable(member.status).flatMap(Probe::reign).ifPresent(before::add);
      member.answered = 0;
      member.first = -1;
      member.last = 0;
      member.silence = 0;
    }
  }

  /** How many puts through a member were acknowledged since the mark. */
  synchronized long answered(int member) {
    return members.get(member).answered;
  }

  /** Nanoseconds from the mark until the first put through a member was acknowledged. */
  synchronized OptionalLong first(int member) {
    long first = members.get(member).first;
    return first < 0 ? OptionalLong.empty() : OptionalLong.of(first);
  }

  /** The longest time since the mark in which no put through a member was acknowledged. */
  synchronized long longestSilence(int member) {
    Member it = members.get(member);
    return Math.max(it.silence, System.nanoTime() - mark - it.last);
  }

  /** How often since the mark a member was seen to lead that had not, or not under this term. */
  synchronized int leaderChanges() {
    return since.size();
  }

  /** Puts nothing until it is told to go on. */
  synchronized void pause() {
    paused = true;
  }

  /** Puts again, and forgets whom members followed. */
  synchronized void goOn() {
    members.forEach(member -> member.status = null);
    paused = false;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    members.forEach(member -> member.channel.shutdownNow());
  }
}
