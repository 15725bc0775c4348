package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.core.Bytes;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.store.Outcome;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.mvcc.Effort;
import io.synod.store.request.Commands;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.CompactionResponse;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.TxnRequest;
import org.jspecify.annotations.Nullable;

/**
 * etcd's KV service: writes are proposed, reads wait for a read point unless they are serializable.
 * What takes no more than a glance is read on the event loop, the rest by workers.
 */
final class KvService {

  /** Finds out what a call is answered. */
  private interface Finder {
    /** What is found; null if the effort was over before. */
    @Nullable Encoding find(Effort effort) throws RefusedException;
  }

  private final Backend backend;
  private final int maxRequestBytes;
  private final RequestCheck txns;

  KvService(Backend backend, ServerConfig config) {
    this.backend = backend;
    this.maxRequestBytes = config.maxRequestBytes();
    this.txns = new RequestCheck(config.maxTxnOps());
  }

  void range(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException {
    RangeRequest request = RangeRequest.parseFrom(message);
    RequestCheck.check(request);
    read(
        call,
        request.getSerializable(),
        effort -> backend.store().reader().read(request, backend::header, effort));
  }

  void put(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException {
    PutRequest request = PutRequest.parseFrom(message);
    RequestCheck.check(request);
    write(call, message.length, Quota.cost(request), Commands.encode(request));
  }

  void deleteRange(Call call, byte[] message)
      throws InvalidProtocolBufferException, RefusedException {
    DeleteRangeRequest request = DeleteRangeRequest.parseFrom(message);
    RequestCheck.check(request);
    write(call, message.length, 0, Commands.encode(request));
  }

  void txn(Call call, byte[] message) throws InvalidProtocolBufferException, RefusedException {
    TxnRequest request = TxnRequest.parseFrom(message);
    txns.check(request);
    if (RequestCheck.isReadOnly(request)) {
      read(
          call,
          RequestCheck.isSerializable(request),
          effort -> backend.store().reader().read(request, backend::header, effort));
    } else {
      write(call, message.length, Quota.cost(request), Commands.encode(request));
    }
  }

  /** Answers when the history is compacted; if asked to, when nothing is left of it here. */
  void compact(Call call, byte[] message) throws InvalidProtocolBufferException {
    CompactionRequest request = CompactionRequest.parseFrom(message);
    propose(
        call,
        Commands.encode(request),
        outcome -> {
          if (outcome instanceof Outcome.Ok && request.getPhysical()) {
            backend
                .store()
                .whenScrubbed(request.getRevision(), () -> call.onLoop(() -> give(call, outcome)));
          } else {
            give(call, outcome);
          }
        });
  }

  private void give(Call call, Outcome outcome) {
    switch (outcome) {
      case Outcome.Ok ok ->
          call.answer(
              CompactionResponse.newBuilder()
                  .setHeader(backend.header(ok.answer().revision()))
                  .build());
      case Outcome.Refused refused -> call.fail(GrpcStatus.of(refused.refusal()));
    }
  }

  private @Nullable Encoding encode(Answer answer, Effort effort) throws RefusedException {
    return backend.store().reader().encode(answer, backend.header(answer.revision()), effort);
  }

  private void read(Call call, boolean serializable, Finder finder) throws RefusedException {
    if (serializable) {
      answer(call, finder);
    } else {
      backend.engine().read(call.eventLoop(), new Pending<>(call, _ -> answer(call, finder)));
    }
  }

  private void write(Call call, int bytes, long cost, Bytes command) {
    if (bytes > maxRequestBytes) {
      call.fail(GrpcStatus.TOO_LARGE);
    } else if (!backend.quota().admits(cost)) {
      call.fail(GrpcStatus.NO_SPACE);
    } else {
      propose(call, command, it -> answer(call, it));
    }
  }

  private void propose(Call call, Bytes command, Pending.Answer<Outcome> then) {
    backend.engine().propose(command, call.eventLoop(), new Pending<>(call, then));
    call.letGoOfRequest();
  }

  private void answer(Call call, Outcome outcome) throws RefusedException {
    switch (outcome) {
      case Outcome.Ok ok -> answer(call, effort -> encode(ok.answer(), effort));
      case Outcome.Refused refused -> call.fail(GrpcStatus.of(refused.refusal()));
    }
  }

  private static void answer(Call call, Finder finder) throws RefusedException {
    Encoding found = finder.find(Effort.glance());
    if (found != null) {
      call.answer(new StoredAnswer(found));
      return;
    }
    call.find(() -> {
      Encoding late = finder.find(Effort.until(call::isOver));
      return late == null ? null : new StoredAnswer(late);
    });
  }
}
