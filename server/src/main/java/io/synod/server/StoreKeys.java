package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.core.Bytes;
import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.server.lock.KeyValues;
import io.synod.server.lock.LockException;
import io.synod.store.Outcome;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.mvcc.Effort;
import io.synod.store.request.Commands;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** The member's store, for services that are themselves made of keys. */
final class StoreKeys implements KeyValues {

  private final Backend backend;

  StoreKeys(Backend backend) {
    this.backend = backend;
  }

  /** Makes something of what the member answers. */
  private interface Then<R, T> {
    T of(R result) throws RefusedException, InvalidProtocolBufferException;
  }

  private static <R, T> Reply<R> reply(CompletableFuture<T> future, Then<R, T> then) {
    return new Reply<>() {
      @Override
      public void done(R result) {
        try {
          future.complete(then.of(result));
        } catch (RefusedException e) {
          future.completeExceptionally(refused(e.refusal().text()));
        } catch (RuntimeException | InvalidProtocolBufferException e) {
          future.completeExceptionally(e);
        }
      }

      @Override
      public void failed(Failure failure) {
        future.completeExceptionally(new LockException(Pending.status(failure)));
      }
    };
  }

  /** As from etcd, whose services of this kind lose the code of what their own client is told. */
  private static LockException refused(String text) {
    return new LockException(new GrpcStatus(Code.UNKNOWN, text));
  }

  @Override
  public CompletableFuture<TxnResponse> txn(TxnRequest request, Executor executor) {
    if (!backend.quota().admits(Quota.cost(request))) {
      return CompletableFuture.failedFuture(refused(GrpcStatus.NO_SPACE.text()));
    }
    return propose(
        Commands.encode(request), executor, answer -> TxnResponse.parseFrom(encoded(answer)));
  }

  private <T> CompletableFuture<T> propose(Bytes command, Executor executor, Then<Answer, T> then) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Then<Outcome, T> done =
        outcome ->
            switch (outcome) {
              case Outcome.Ok(Answer answer) -> then.of(answer);
              case Outcome.Refused(var refusal) -> throw new RefusedException(refusal);
            };
    backend.engine().propose(command, executor, reply(future, done));
    return future;
  }

  @Override
  public CompletableFuture<RangeResponse> range(RangeRequest request, Executor executor) {
    CompletableFuture<RangeResponse> future = new CompletableFuture<>();
    Reply<Long> reply = reply(future, _ -> rangeHere(request));
    backend.engine().read(executor, reply);
    return future;
  }

  @Override
  public RangeResponse rangeHere(RangeRequest request) {
    try {
      return RangeResponse.parseFrom(encoded(backend.store().reader().range(request)));
    } catch (RefusedException | InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private ByteBuffer encoded(Answer answer) throws RefusedException {
    try (Encoding encoding =
        backend
            .store()
            .reader()
            .encode(answer, backend.header(answer.revision()), Effort.whole())) {
      if (encoding == null) {
        throw new IllegalStateException("An effort without an end was over.");
      }
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(encoding.size()));
      encoding.write(bytes);
      return bytes.flip();
    }
  }

  @Override
  public CompletableFuture<Long> grant(long seconds, Executor executor) {
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    LeaseGrantRequest request = LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds).build();
    return propose(Commands.encode(request), executor, _ -> id);
  }
}
