package io.synod.server.lock;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.server.front.StreamCall;
import io.synod.server.wire.LeaderRequest;
import io.synod.server.wire.LeaderResponse;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeResponse;
import org.jspecify.annotations.Nullable;

/**
 * Whoever observes an election. A client that does not read is told, when it does, who leads then.
 */
final class Observation implements StreamCall.Session {

  private final StreamCall call;
  private final KeyValues keys;
  private final Commits commits;
  private @Nullable Line line;
  private @Nullable KeyValue told;
  private @Nullable Runnable waiting;

  Observation(StreamCall call, KeyValues keys, Commits commits) {
    this.call = call;
    this.keys = keys;
    this.commits = commits;
  }

  @Override
  public void received(byte[] message) throws InvalidProtocolBufferException {
    line = Line.of(LeaderRequest.parseFrom(message).getName());
    // What was committed before the call is here after a read that waits for it.
    var _ =
        keys.range(line.first().build(), call.eventLoop())
            .whenComplete((_, failure) -> {
              if (failure == null) {
                look();
              } else {
                call.end(Answers.status(failure));
              }
            });
  }

  private void look() {
    waiting = null;
    Line observed = line;
    if (observed == null || call.isOver() || !call.isReady()) {
      return;
    }
    RangeResponse found = keys.rangeHere(observed.first().setSerializable(true).build());
    long revision = found.getHeader().getRevision();
    if (found.getKvsCount() == 0) {
      told = null;
      waiting =
          commits.whenPrefixChanges(observed.prefix(), revision, call.eventLoop(), this::look);
      return;
    }
    KeyValue leader = found.getKvs(0);
    if (!leader.equals(told)) {
      told = leader;
      call.send(LeaderResponse.newBuilder().setHeader(found.getHeader()).setKv(leader).build());
    }
    waiting = commits.whenKeyChanges(leader.getKey(), revision, call.eventLoop(), this::look);
  }

  @Override
  public void ready() {
    if (waiting == null) {
      look();
    }
  }

  @Override
  public void ended() {
    // The client hears on.
  }

  @Override
  public void closed() {
    Runnable wait = waiting;
    if (wait != null) {
      wait.run();
    }
  }
}
