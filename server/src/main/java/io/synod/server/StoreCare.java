package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.synod.server.front.Call;
import io.synod.server.front.Content;
import io.synod.store.KvHash;
import io.synod.store.wire.DefragmentResponse;
import io.synod.store.wire.HashKVRequest;
import io.synod.store.wire.HashKVResponse;
import io.synod.store.wire.HashResponse;
import java.util.function.Function;

/** The calls of etcd's Maintenance service that are about what this member's store holds. */
final class StoreCare {
  private final Backend backend;

  StoreCare(Backend backend) {
    this.backend = backend;
  }

  /**
   * Room comes back by itself, so there is nothing to wait for; at most it comes back a little
   * sooner. The request says nothing, and neither does the answer.
   */
  void defragment(Call call, byte[] message) {
    backend.store().reclaim();
    call.answer(DefragmentResponse.getDefaultInstance());
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
    call.find(() -> Content.of(answer.apply(backend.store().reader().hashKv(revision))));
  }
}
