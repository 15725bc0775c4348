package io.synod.server.lock;

import com.google.protobuf.ByteString;
import io.synod.store.wire.Compare;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;

/**
 * The keys of one line, which begin with its name and a slash: each is followed by the lease of
 * whoever stands there, in hexadecimal digits, and whose key was made first is first.
 *
 * @param prefix name and slash
 */
record Line(ByteString prefix) {

  private static final ByteString SLASH = ByteString.copyFromUtf8("/");

  static Line of(ByteString name) {
    return new Line(name.concat(SLASH));
  }

  /** The key of whoever has a lease. */
  ByteString place(long lease) {
    return prefix.concat(ByteString.copyFromUtf8(Long.toHexString(lease)));
  }

  private ByteString end() {
    byte[] end = prefix.toByteArray();
    end[end.length - 1]++; // a slash
    return ByteString.copyFrom(end);
  }

  /** Who is first. */
  RangeRequest.Builder first() {
    return RangeRequest.newBuilder()
        .setKey(prefix)
        .setRangeEnd(end())
        .setSortTarget(RangeRequest.SortTarget.CREATE)
        .setSortOrder(RangeRequest.SortOrder.ASCEND)
        .setLimit(1);
  }

  /** Who stands right before the one whose key was made at a revision. */
  RangeRequest before(long revision) {
    return first()
        .setSortOrder(RangeRequest.SortOrder.DESCEND)
        .setMaxCreateRevision(revision - 1)
        .setSerializable(true)
        .build();
  }

  /** Takes a place at the end, unless it is taken already; answers what is there. */
  static TxnRequest join(ByteString place, ByteString value, long lease) {
    PutRequest.Builder put = PutRequest.newBuilder().setKey(place).setValue(value).setLease(lease);
    RangeRequest.Builder get = RangeRequest.newBuilder().setKey(place);
    return TxnRequest.newBuilder()
        .addCompare(madeAt(place, 0))
        .addSuccess(RequestOp.newBuilder().setRequestPut(put))
        .addFailure(RequestOp.newBuilder().setRequestRange(get))
        .build();
  }

  /** Puts a value at a place, if it is still the one that was made at a revision. */
  static TxnRequest update(ByteString place, long revision, ByteString value, long lease) {
    PutRequest.Builder put = PutRequest.newBuilder().setKey(place).setValue(value).setLease(lease);
    return TxnRequest.newBuilder()
        .addCompare(madeAt(place, revision))
        .addSuccess(RequestOp.newBuilder().setRequestPut(put))
        .build();
  }

  /** Leaves a place, if it is still the one that was made at a revision. */
  static TxnRequest leave(ByteString place, long revision) {
    return TxnRequest.newBuilder()
        .addCompare(madeAt(place, revision))
        .addSuccess(delete(place))
        .build();
  }

  /** Leaves a place, whoever has it. */
  static TxnRequest leave(ByteString place) {
    return TxnRequest.newBuilder().addSuccess(delete(place)).build();
  }

  private static RequestOp.Builder delete(ByteString place) {
    return RequestOp.newBuilder()
        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(place));
  }

  private static Compare madeAt(ByteString place, long revision) {
    return Compare.newBuilder()
        .setKey(place)
        .setTarget(Compare.CompareTarget.CREATE)
        .setResult(Compare.CompareResult.EQUAL)
        .setCreateRevision(revision)
        .build();
  }
}
