package io.synod.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.synod.store.wire.Event;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.WatchResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchReaderTest implements WatchReader.Listener {
  private final List<String> heard = new ArrayList<>();

  @Override
  public void created(int watch) {
    heard.add(watch + " created");
  }

  @Override
  public void cancelled(int watch, long compacted) {
    heard.add(watch + " cancelled, compacted " + compacted);
  }

  @Override
  public void event(int watch, long revision, boolean deleted, long number) {
    heard.add(watch + (deleted ? " delete " : " put ") + number + " at " + revision);
  }

  private void read(WatchResponse.Builder response) {
    byte[] message =
        response
            .setHeader(ResponseHeader.newBuilder().setClusterId(-1).setRevision(1_000_000))
            .build()
            .toByteArray();
    ByteBuf in = Unpooled.copiedBuffer(new byte[3], message, new byte[] {99});
    in.skipBytes(3);
    new WatchReader(this).read(in, 3 + message.length);
    assertThat(in.readableBytes()).isEqualTo(1);
  }

  private static ByteString number(String before, long number, String after) {
    return ByteString.copyFromUtf8(before)
        .concat(ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(number).flip()))
        .concat(ByteString.copyFromUtf8(after));
  }

  @Test
  void itTellsEachEventWithItsNumber() {
    KeyValue put =
        KeyValue.newBuilder()
            .setKey(number("w", 1, ""))
            .setCreateRevision(7)
            .setModRevision(300)
            .setVersion(2)
            .setValue(number("", 123_456_789_012L, "filling"))
            .setLease(5)
            .build();
    KeyValue delete = KeyValue.newBuilder().setKey(number("l", 42, "")).setModRevision(301).build();
    read(
        WatchResponse.newBuilder()
            .setWatchId(200)
            .addEvents(Event.newBuilder().setKv(put))
            .addEvents(Event.newBuilder().setType(Event.EventType.DELETE).setKv(delete)));
    assertThat(heard).containsExactly("200 put 123456789012 at 300", "200 delete 42 at 301");
  }

  @Test
  void itTellsWhatBecomesOfAWatch() {
    read(WatchResponse.newBuilder().setWatchId(3).setCreated(true));
    read(
        WatchResponse.newBuilder()
            .setWatchId(3)
            .setCanceled(true)
            .setCompactRevision(77)
            .setCancelReason("too slow"));
    assertThat(heard).containsExactly("3 created", "3 cancelled, compacted 77");
  }
}
