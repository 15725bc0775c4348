package io.synod.node.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.synod.core.Record;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** How long a value of 1,000 commands of 256 bytes takes to write and to read; run by hand. */
final class CodecSpeed {

  private CodecSpeed() {}

  public static void main(String[] args) throws IOException {
    Record record = Records.accepted(1, 1_000, 256);
    ByteBuffer direct = ByteBuffer.allocateDirect(1 << 20);
    byte[] heap = new byte[RecordCodec.sizeInBatch(record)];
    int rounds = 4_000;
    long[] toDirect = new long[rounds];
    long[] toHeap = new long[rounds];
    long[] reading = new long[rounds];
    for (int round = 0; round < rounds; round++) {
      long t0 = System.nanoTime();
      int size = RecordCodec.sizeInBatch(record);
      CodedOutputStream out = CodedOutputStream.newInstance(direct.clear().limit(size));
      RecordCodec.writeInBatch(record, out);
      out.flush();
      long t1 = System.nanoTime();
      RecordCodec.writeInBatch(record, CodedOutputStream.newInstance(heap));
      long t2 = System.nanoTime();
      RecordCodec.readBatch(CodedInputStream.newInstance(heap), _ -> {});
      long t3 = System.nanoTime();
      toDirect[round] = t1 - t0;
      toHeap[round] = t2 - t1;
      reading[round] = t3 - t2;
    }
    print("write to a direct buffer", toDirect);
    print("write to an array", toHeap);
    print("read from an array", reading);
  }

  private static void print(String what, long[] nanos) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
    Arrays.sort(warm);
    System.out.printf(
        "%s: p50 %.1f us, p99 %.1f us%n",
        what, warm[warm.length / 2] / 1e3, warm[warm.length * 99 / 100] / 1e3);
  }
}
