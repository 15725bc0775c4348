package io.synod.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdCallsTest {
  private static final ByteString KEY =
      ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) 0x88});
  private static final long KEY_NUMBER = 0x0102_0304_0506_0788L;

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 256, 16_383, 16_384})
  void aPutIsWhatProtobufWouldWrite(int size) {
    byte[] value = new byte[size];
    Arrays.fill(value, (byte) 7);
    PutRequest expected =
        PutRequest.newBuilder().setKey(KEY).setValue(ByteString.copyFrom(value)).build();
    assertThat(EtcdCalls.withKey(EtcdCalls.put(value), KEY_NUMBER))
        .isEqualTo(expected.toByteArray());
  }

  @Test
  void aReadIsWhatProtobufWouldWrite() {
    RangeRequest expected = RangeRequest.newBuilder().setKey(KEY).build();
    assertThat(EtcdCalls.withKey(EtcdCalls.range(), KEY_NUMBER)).isEqualTo(expected.toByteArray());
  }

  @Test
  void aMixHasReadsAndPutsInItsProportion() {
    var calls = new Workload("mix", 1, 90, 256).calls();
    int reads = 0;
    for (int i = 0; i < 10_000; i++) {
      reads += calls.get().method() == GrpcMethod.RANGE ? 1 : 0;
    }
    assertThat(reads).isBetween(8_800, 9_200);
  }
}
