package io.synod.server;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.node.Failure;
import io.synod.node.requests.Reply;
import io.synod.server.front.GrpcStatus;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.server.front.StreamCall;
import io.synod.store.RangePages;
import io.synod.store.answer.Room;
import io.synod.store.mvcc.Entry;
import io.synod.store.request.RefusedException;
import io.synod.store.request.RequestCheck;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.RangeStreamResponse;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RangeStream of etcd 3.7: a range in many messages, of which each has other keys, and the last one
 * what is to be told of all. The next is read when the client has taken the one before, so no
 * stream takes more memory than one page.
 */
final class RangeStreams {

  private static final Logger log = LoggerFactory.getLogger(RangeStreams.class);
  private static final int PAGE_BYTES = 128 << 10;
  private static final GrpcStatus NO_ORDER =
      new GrpcStatus(Code.UNIMPLEMENTED, "RangeStream does not support custom sort orders");
  private static final GrpcStatus NO_FILTER =
      new GrpcStatus(Code.UNIMPLEMENTED, "RangeStream does not support revision filters");
  private static final GrpcStatus NO_REQUEST =
      new GrpcStatus(Code.INTERNAL, "RangeStream takes one request.");

  private final Backend backend;
  private final Room pages = new Room(Runtime.getRuntime().maxMemory() / 16);

  RangeStreams(Backend backend) {
    this.backend = backend;
  }

  /** A client opens a stream. */
  StreamCall.Session open(StreamCall call) {
    return new Stream(call);
  }

  private static @Nullable GrpcStatus refusal(RangeRequest request) {
    boolean usual =
        request.getSortOrder() == RangeRequest.SortOrder.NONE
            || (request.getSortOrder() == RangeRequest.SortOrder.ASCEND
                && request.getSortTarget() == RangeRequest.SortTarget.KEY);
    boolean filtered =
        request.getMinModRevision() != 0
            || request.getMaxModRevision() != 0
            || request.getMinCreateRevision() != 0
            || request.getMaxCreateRevision() != 0;
    return usual ? filtered ? NO_FILTER : null : NO_ORDER;
  }

  /** One stream. Everything happens on its event loop, but that a worker finds the pages. */
  private final class Stream implements StreamCall.Session, Reply<Long> {
    private final StreamCall call;
    private @Nullable RangeRequest request;
    private @Nullable RangePages range;
    private boolean finding;
    private boolean roomTaken;

    Stream(StreamCall call) {
      this.call = call;
    }

    @Override
    public void received(byte[] message) throws InvalidProtocolBufferException {
      if (request != null) {
        call.end(NO_REQUEST);
        return;
      }
      RangeRequest asked = RangeRequest.parseFrom(message);
      request = asked;
      GrpcStatus refused = refusal(asked);
      try {
        RequestCheck.check(asked);
      } catch (RefusedException e) {
        refused = GrpcStatus.of(e.refusal());
      }
      if (refused != null) {
        call.end(refused);
      } else if (!pages.take(PAGE_BYTES)) {
        call.end(GrpcStatus.TOO_MANY);
      } else {
        roomTaken = true;
        begin(asked);
      }
    }

    private void begin(RangeRequest asked) {
      if (asked.getSerializable()) {
        done(0L);
      } else {
        backend.engine().read(call.eventLoop(), this);
      }
    }

    @Override
    public void done(Long slot) {
      RangeRequest asked = request;
      if (asked == null || call.isOver()) {
        return;
      }
      try {
        range = backend.store().reader().pages(asked);
        ready();
      } catch (RefusedException e) {
        call.end(GrpcStatus.of(e.refusal()));
      }
    }

    @Override
    public void failed(Failure failure) {
      call.end(Pending.status(failure));
    }

    @Override
    public void ended() {
      if (request == null) {
        call.end(NO_REQUEST);
      }
    }

    @Override
    public void ready() {
      RangePages open = range;
      RangeRequest asked = request;
      if (open == null || asked == null || finding || !call.isReady()) {
        return;
      }
      finding = true;
      try {
        call.finders().execute(() -> find(open, asked));
      } catch (RejectedExecutionException e) {
        finding = false;
        call.end(GrpcStatus.STOPPED);
      }
    }

    private void find(RangePages open, RangeRequest asked) {
      RangeStreamResponse found = null;
      boolean last = false;
      try {
        RangeResponse.Builder page = page(open.next(PAGE_BYTES), asked.getKeysOnly());
        last = open.isOver();
        if (last) {
          page.setHeader(backend.header(open.revision()))
              .setCount(open.count(call::isOver))
              .setMore(open.isCut());
        }
        found = RangeStreamResponse.newBuilder().setRangeResponse(page).build();
      } catch (RuntimeException e) {
        log.error("A range could not be read.", e);
      }
      give(found, last);
    }

    private void give(@Nullable RangeStreamResponse found, boolean last) {
      try {
        call.eventLoop().execute(() -> found(found, last));
      } catch (RejectedExecutionException e) {
        log.debug("The server stops; the client sees that.", e);
      }
    }

    private void found(@Nullable RangeStreamResponse found, boolean last) {
      finding = false;
      if (call.isOver()) {
        closed();
      } else if (found == null) {
        call.end(GrpcStatus.BROKEN);
      } else {
        call.send(found);
        if (last) {
          call.end(GrpcStatus.OK);
        } else {
          ready();
        }
      }
    }

    @Override
    public void closed() {
      RangePages open = range;
      if (finding) {
        return;
      }
      range = null;
      if (open != null) {
        open.close();
      }
      if (roomTaken) {
        roomTaken = false;
        pages.give(PAGE_BYTES);
      }
    }
  }

  private static RangeResponse.Builder page(Iterable<Entry> entries, boolean keysOnly) {
    RangeResponse.Builder page = RangeResponse.newBuilder();
    for (Entry entry : entries) {
      KeyValue.Builder pair =
          KeyValue.newBuilder()
              .setKey(entry.key())
              .setCreateRevision(entry.create())
              .setModRevision(entry.mod().main())
              .setVersion(entry.version())
              .setLease(entry.lease());
      page.addKvs(keysOnly ? pair : pair.setValue(entry.read().value()));
    }
    return page;
  }
}
