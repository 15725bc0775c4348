package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.store.KvHash;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.DefragmentResponse;
import io.synod.store.wire.HashKVRequest;
import io.synod.store.wire.HashKVResponse;
import io.synod.store.wire.HashResponse;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of etcd's Maintenance service that are about what this member's store holds. */
final class StoreCare {
  private static final Logger log = LoggerFactory.getLogger(StoreCare.class);

  private final Backend backend;

  StoreCare(Backend backend) {
    this.backend = backend;
  }

  /**
   * Room comes back by itself, so there is nothing to wait for; at most it comes back a little
   * sooner. The request says nothing.
   */
  void defragment(Call call, byte[] message) {
    backend.store().reclaim();
    call.answer(DefragmentResponse.newBuilder().setHeader(backend.header()).build());
  }

  /** The request says nothing. */
  void hash(Call call, byte[] message) {
    answer(
        call,
        0,
        hash -> HashResponse.newBuilder().setHeader(backend.header()).setHash(hash.hash()).build());
  }

  void hashKv(Call call, byte[] message) throws InvalidProtocolBufferException {
    answer(
        call,
        HashKVRequest.parseFrom(message).getRevision(),
        hash ->
            HashKVResponse.newBuilder()
                .setHeader(backend.header())
                .setHash(hash.hash())
                .setCompactRevision(hash.compacted())
                .setHashRevision(hash.revision())
                .build());
  }

  private void answer(Call call, long revision, Function<KvHash, MessageLite> answer) {
    try {
      call.finders().execute(() -> find(call, revision, answer));
    } catch (RejectedExecutionException e) {
      call.fail(GrpcStatus.STOPPED);
    }
  }

  private void find(Call call, long revision, Function<KvHash, MessageLite> answer) {
    if (call.isOver()) {
      return;
    }
    Runnable then;
    try {
      KvHash hash = backend.store().reader().hashKv(revision);
      then = () -> call.answer(answer.apply(hash));
    } catch (RefusedException e) {
      then = () -> call.fail(GrpcStatus.of(e.refusal()));
    } catch (RuntimeException e) {
      log.error("The store's hash could not be worked out.", e);
      then = () -> call.fail(GrpcStatus.BROKEN);
    }
    try {
      call.eventLoop().execute(then);
    } catch (RejectedExecutionException e) {
      // The server stops; the client sees that.
    }
  }
}
