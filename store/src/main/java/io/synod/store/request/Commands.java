package io.synod.store.request;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.synod.core.Bytes;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.LeaseTick;
import io.synod.store.wire.Member;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Commands of the log: a byte that says which request it is, then the request in protobuf. */
public final class Commands {
  private static final byte PUT = 1;
  private static final byte DELETE_RANGE = 2;
  private static final byte TXN = 3;
  private static final byte COMPACT = 4;
  private static final byte LEASE_GRANT = 8;
  private static final byte LEASE_REVOKE = 9;
  private static final byte LEASE_RENEWAL = 10;
  private static final byte LEASE_TICK = 11;
  private static final byte ATTRIBUTES = 16;

  private Commands() {}

  /** The command that does a put. */
  public static Bytes encode(PutRequest request) {
    return encode(PUT, request);
  }

  /** The command that does a delete. */
  public static Bytes encode(DeleteRangeRequest request) {
    return encode(DELETE_RANGE, request);
  }

  /** The command that does a transaction. */
  public static Bytes encode(TxnRequest request) {
    return encode(TXN, request);
  }

  /** The command that compacts the history. */
  public static Bytes encode(CompactionRequest request) {
    return encode(COMPACT, request);
  }

  /** The command that grants a lease. */
  public static Bytes encode(LeaseGrantRequest request) {
    return encode(LEASE_GRANT, request);
  }

  /** The command that ends a lease. */
  public static Bytes encode(LeaseRevokeRequest request) {
    return encode(LEASE_REVOKE, request);
  }

  /** The command that lets leases begin again. */
  public static Bytes encode(LeaseRenewal renewal) {
    return encode(LEASE_RENEWAL, renewal);
  }

  /** The command by which a leader lets the time of leases pass. */
  public static Bytes encode(LeaseTick tick) {
    return encode(LEASE_TICK, tick);
  }

  /** The command by which a member tells the others its name and client URLs. */
  public static Bytes encode(Member attributes) {
    return encode(ATTRIBUTES, attributes);
  }

  private static Bytes encode(byte tag, MessageLite request) {
    byte[] array = new byte[1 + request.getSerializedSize()];
    array[0] = tag;
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(array, 1, array.length - 1);
      request.writeTo(out);
      out.checkNoSpaceLeft();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Bytes.wrap(array);
  }

  /** The request in a command, null if there is none. */
  public static @Nullable Message decode(Bytes command) {
    byte[] array = command.array();
    if (array.length == 0) {
      return null;
    }
    try {
      return switch (array[0]) {
        case PUT -> parse(PutRequest.parser(), array);
        case DELETE_RANGE -> parse(DeleteRangeRequest.parser(), array);
        case TXN -> parse(TxnRequest.parser(), array);
        case COMPACT -> parse(CompactionRequest.parser(), array);
        case LEASE_GRANT -> parse(LeaseGrantRequest.parser(), array);
        case LEASE_REVOKE -> parse(LeaseRevokeRequest.parser(), array);
        case LEASE_RENEWAL -> parse(LeaseRenewal.parser(), array);
        case LEASE_TICK -> parse(LeaseTick.parser(), array);
        case ATTRIBUTES -> parse(Member.parser(), array);
        default -> null;
      };
    } catch (InvalidProtocolBufferException malformed) {
      return null;
    }
  }

  private static <M extends Message> M parse(Parser<M> parser, byte[] array)
      throws InvalidProtocolBufferException {
    return parser.parseFrom(CodedInputStream.newInstance(array, 1, array.length - 1));
  }
}
