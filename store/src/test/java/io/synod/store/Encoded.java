package io.synod.store;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.synod.store.answer.Answer;
import io.synod.store.answer.Encoding;
import io.synod.store.mvcc.Effort;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.TxnResponse;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads answers as a client gets them: encoded, in pieces of odd sizes, and decoded again. */
final class Encoded {
  private static final int[] PIECES = {1, 1_000, 7, 64, 3};

  private Encoded() {}

  static MessageLite message(EtcdStore store, Answer answer) {
    try {
      byte[] bytes = bytes(encoding(store, answer));
      return switch (answer) {
        case Answer.Put _, Answer.Done _ -> PutResponse.parseFrom(bytes);
        // What no client is sent byte by byte, in messages that have room for it.
        case Answer.Renewed renewed -> LeaseRenewal.newBuilder().addAllIds(renewed.ttls()).build();
        case Answer.Ticked ticked ->
            LeaseTick.newBuilder()
                .setNumber(ticked.more() ? 1 : 0)
                .setElapsedMillis(ticked.revision())
                .build();
        case Answer.Range _ -> RangeResponse.parseFrom(bytes);
        case Answer.Deletion _ -> DeleteRangeResponse.parseFrom(bytes);
        case Answer.Txn _ -> TxnResponse.parseFrom(bytes);
      };
    } catch (RefusedException | InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static Encoding encoding(EtcdStore store, Answer answer) throws RefusedException {
    ResponseHeader header = ResponseHeader.newBuilder().setRevision(answer.revision()).build();
    return Objects.requireNonNull(store.reader().encode(answer, header, Effort.whole()));
  }

  /** All bytes; between pieces the encoding keeps its values now and lets them go then. */
  static byte[] bytes(Encoding encoding) {
    try (encoding) {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(encoding.size()));
      for (int i = 0; all.hasRemaining(); i++) {
        int length = Math.min(PIECES[i % PIECES.length], all.remaining());
        ByteBuffer piece = all.slice(all.position(), length);
        encoding.write(piece);
        if (piece.hasRemaining()) {
          throw new AssertionError("the encoding ended before its size");
        }
        all.position(all.position() + length);
        if (i % 2 == 0) {
          encoding.letGo();
        }
      }
      ByteBuffer more = ByteBuffer.allocate(1);
      encoding.write(more);
      if (more.position() > 0) {
        throw new AssertionError("the encoding goes on after its size");
      }
      return all.array();
    }
  }
}
