package io.synod.server.lock;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.synod.server.front.Call;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.TxnResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call that stands in a line until it is first. Everything happens on its event loop. A client
 * that gives up leaves the line.
 */
final class Stand {

  /** How long a lock lasts whose client names no lease; as in etcd. */
  private static final long USUAL_SECONDS = 60;

  private static final GrpcStatus EXPIRED =
      new GrpcStatus(Code.UNKNOWN, "mutex: session is expired");

  private final Call call;
  private final KeyValues keys;
  private final Commits commits;
  private final Line line;
  private final Consumer<Stand> whenFirst;
  private ByteString place = ByteString.EMPTY;
  private long lease;
  private long revision;
  private ResponseHeader header = ResponseHeader.getDefaultInstance();
  private @Nullable ByteString found;
  private boolean first;
  private @Nullable Runnable waiting;

  Stand(Call call, KeyValues keys, Commits commits, Line line, Consumer<Stand> whenFirst) {
    this.call = call;
    this.keys = keys;
    this.commits = commits;
    this.line = line;
    this.whenFirst = whenFirst;
  }

  /** The key of the place. */
  ByteString place() {
    return place;
  }

  /** The lease on which the place depends. */
  long lease() {
    return lease;
  }

  /** The revision at which the key was made. */
  long revision() {
    return revision;
  }

  /** Ends the call. */
  void answer(MessageLite message) {
    call.answer(message);
  }

  /** The header of the last answer. */
  ResponseHeader header() {
    return header;
  }

  /** With what value the place had been taken before; null if it had not. */
  @Nullable ByteString found() {
    return found;
  }

  /**
   * Joins the line.
   *
   * @param wanted the lease, or 0 for one of its own
   */
  void join(long wanted, ByteString value) {
    if (wanted == 0) {
      Answers.to(call, keys.grant(USUAL_SECONDS, call.eventLoop()), own -> joinWith(own, value));
    } else {
      joinWith(wanted, value);
    }
  }

  private void joinWith(long own, ByteString value) {
    lease = own;
    place = line.place(own);
    call.whenOver(this::over);
    Answers.to(
        call, keys.txn(Line.join(place, value, own), call.eventLoop()), this::joined, this::leave);
  }

  private void joined(TxnResponse response) {
    header = response.getHeader();
    if (response.getSucceeded()) {
      revision = header.getRevision();
    } else {
      KeyValue mine = response.getResponses(0).getResponseRange().getKvs(0);
      revision = mine.getCreateRevision();
      found = mine.getValue();
    }
    look();
  }

  private void look() {
    waiting = null;
    if (call.isOver()) {
      return;
    }
    RangeResponse before = keys.rangeHere(line.before(revision));
    header = before.getHeader();
    if (before.getKvsCount() > 0) {
      waiting =
          commits.whenKeyChanges(
              before.getKvs(0).getKey(), header.getRevision(), call.eventLoop(), this::look);
      return;
    }
    RangeRequest mine = RangeRequest.newBuilder().setKey(place).setSerializable(true).build();
    RangeResponse here = keys.rangeHere(mine);
    if (here.getKvsCount() == 0 || here.getKvs(0).getCreateRevision() != revision) {
      call.fail(EXPIRED);
      return;
    }
    first = true;
    whenFirst.accept(this);
  }

  private void over() {
    Runnable wait = waiting;
    if (wait != null) {
      wait.run();
    }
    if (!first) {
      leave();
    }
  }

  /** Nobody waits any more for the place to be first. */
  private void leave() {
    var _ = keys.txn(Line.leave(place), call.eventLoop());
  }
}
