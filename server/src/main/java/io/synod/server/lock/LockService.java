package io.synod.server.lock;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.Call;
import io.synod.server.wire.LockRequest;
import io.synod.server.wire.LockResponse;
import io.synod.server.wire.UnlockRequest;
import io.synod.server.wire.UnlockResponse;
import io.synod.store.watch.Recent;

/** etcd's Lock service: whoever is first in a line has the lock. */
public final class LockService {

  private final KeyValues keys;
  private final Commits commits;

  /** Locks in a store. */
  public LockService(KeyValues keys, Recent recent) {
    this.keys = keys;
    this.commits = new Commits(recent);
  }

  /** Answers when the lock is the caller's. */
  public void lock(Call call, byte[] message) throws InvalidProtocolBufferException {
    LockRequest request = LockRequest.parseFrom(message);
    new Stand(call, keys, commits, Line.of(request.getName()), LockService::locked)
        .join(request.getLease(), ByteString.EMPTY);
  }

  private static void locked(Stand stand) {
    stand.answer(LockResponse.newBuilder().setHeader(stand.header()).setKey(stand.place()).build());
  }

  /** Gives a lock up, by its key. */
  public void unlock(Call call, byte[] message) throws InvalidProtocolBufferException {
    UnlockRequest request = UnlockRequest.parseFrom(message);
    Answers.to(
        call,
        keys.txn(Line.leave(request.getKey()), call.eventLoop()),
        left -> call.answer(UnlockResponse.newBuilder().setHeader(left.getHeader()).build()));
  }
}
