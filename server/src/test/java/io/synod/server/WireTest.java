package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.handler.codec.http2.Http2Error;
import io.synod.server.RawHttp2.Frame;
import io.synod.server.RawHttp2.Response;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.PutResponse;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What well-meaning client libraries never send, and what slow and broken clients do. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class WireTest {

  private static final String PUT = "/etcdserverpb.KV/Put";
  private static final String RANGE = "/etcdserverpb.KV/Range";
  private static final int SMALL_WINDOW = 65_535;

  private FakeCluster cluster;
  private RawHttp2 client;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of("max-request-bytes", "12000000"));
    client = new RawHttp2(cluster.endpoint());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cluster.close();
  }

  private static byte[] framed(MessageLite message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static PutRequest put(int size) {
    return PutRequest.newBuilder()
        .setKey(ByteString.copyFromUtf8("key"))
        .setValue(ByteString.copyFrom(new byte[size]))
        .build();
  }

  private static RangeRequest range() {
    return RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("key")).build();
  }

  private static ByteBuffer message(Response response) {
    ByteBuffer body = response.body().asReadOnlyByteBuffer();
    assertThat(body.get()).isZero();
    assertThat(body.getInt()).isEqualTo(body.remaining());
    return body;
  }

  private void assertLives() throws Exception {
    try (RawHttp2 other = new RawHttp2(cluster.endpoint())) {
      other.headers(1, "GET", "/livez", "text/plain", RawHttp2.END_STREAM);
      other.flush();
      assertThat(other.response(1, SMALL_WINDOW).header(":status")).isEqualTo("200");
    }
  }

  @Test
  void aRequestMayComeByteByByte() throws Exception {
    client.call(1, PUT);
    byte[] frame = framed(put(10));
    for (int i = 0; i < frame.length; i++) {
      int flags = i == frame.length - 1 ? RawHttp2.END_STREAM : 0;
      client.frame(RawHttp2.DATA, flags, 1, new byte[] {frame[i]});
      client.flush();
    }
    Response response = client.response(1, SMALL_WINDOW);
    assertThat(response.header("grpc-status")).isEqualTo("0");
    assertThat(response.header("content-type")).isEqualTo("application/grpc");
    assertThat(PutResponse.parseFrom(message(response)).getHeader().getRevision()).isEqualTo(2);
  }

  @Test
  void manyRequestsInOnePacketAreAllAnswered() throws Exception {
    Set<Integer> asked = new HashSet<>();
    for (int stream = 1; stream < 200; stream += 2) {
      client.call(stream, PUT);
      client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, framed(put(10)));
      asked.add(stream);
    }
    client.flush();
    while (!asked.isEmpty()) {
      Frame frame = client.read();
      if (frame.ends()) {
        assertThat(asked.remove(frame.stream())).isTrue();
      }
    }
  }

  @Test
  void aCallThatIsGivenUpGetsNoAnswerAndTheNextOneDoes() throws Exception {
    client.call(1, PUT);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, framed(put(10)));
    client.number(RawHttp2.RST_STREAM, 1, (int) Http2Error.CANCEL.code());
    client.call(3, RANGE);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, framed(range()));
    client.flush();
    Frame frame;
    do {
      frame = client.read();
      assertThat(frame.stream()).isNotEqualTo(1);
    } while (!frame.ends());
    assertThat(frame.stream()).isEqualTo(3);
  }

  @Test
  void aLargeAnswerWaitsForTheClientsWindow() throws Exception {
    byte[] frame = framed(put(10_000_000));
    client.call(1, PUT);
    client.flush();
    int granted = SMALL_WINDOW;
    for (int from = 0; from < frame.length; from += 16_384) {
      int to = Math.min(frame.length, from + 16_384);
      while (to > granted) {
        Frame update = client.read();
        if (update.type() == RawHttp2.WINDOW_UPDATE && update.stream() == 0) {
          granted += update.payload().asReadOnlyByteBuffer().getInt();
        }
      }
      int flags = to == frame.length ? RawHttp2.END_STREAM : 0;
      client.frame(RawHttp2.DATA, flags, 1, Arrays.copyOfRange(frame, from, to));
      client.flush();
    }
    assertThat(client.response(1, SMALL_WINDOW).header("grpc-status")).isEqualTo("0");
    client.call(3, RANGE);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, framed(range()));
    client.number(RawHttp2.WINDOW_UPDATE, 0, SMALL_WINDOW);
    client.flush();
    Response large = client.response(3, 30_000);
    assertThat(large.header("grpc-status")).isEqualTo("0");
    assertThat(RangeResponse.parseFrom(message(large)).getKvs(0).getValue().size())
        .isEqualTo(10_000_000);
  }

  /** The answers take about 100 kB, and the client grants 64 KiB until it has had a PING back. */
  @Test
  void shortAnswersStopWhereTheConnectionsWindowEnds() throws Exception {
    client.call(1, PUT);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, framed(put(1_000)));
    client.flush();
    int taken = client.response(1, SMALL_WINDOW).body().size();
    for (int stream = 3; stream < 203; stream += 2) {
      client.call(stream, RANGE);
      client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, framed(range()));
    }
    client.flush();
    int ended = 0;
    while (taken < SMALL_WINDOW) {
      Frame frame = client.read();
      taken += frame.type() == RawHttp2.DATA ? frame.payload().size() : 0;
      ended += frame.ends() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(SMALL_WINDOW);
    client.frame(RawHttp2.PING, 0, 0, new byte[8]);
    client.flush();
    Frame pong;
    do {
      pong = client.read();
      assertThat(pong.type()).isNotEqualTo(RawHttp2.DATA);
      ended += pong.ends() ? 1 : 0;
    } while (pong.type() != RawHttp2.PING);
    client.number(RawHttp2.WINDOW_UPDATE, 0, 1 << 20);
    client.flush();
    while (ended < 100) {
      ended += client.read().ends() ? 1 : 0;
    }
  }

  @Test
  void anAnnouncedLengthAboveTheLimitIsRefusedBeforeItComes() throws Exception {
    client.call(1, PUT);
    client.frame(RawHttp2.DATA, 0, 1, new byte[] {0, 0x7f, 0, 0, 0});
    client.flush();
    assertThat(client.response(1, SMALL_WINDOW).header("grpc-status")).isEqualTo("8");
    Frame reset = client.read();
    assertThat(reset.type()).isEqualTo(RawHttp2.RST_STREAM);
    assertThat(reset.stream()).isEqualTo(1);
  }

  @Test
  void aRequestThatEndsTooEarlyOrTooLateIsAnInternalError() throws Exception {
    byte[] frame = framed(put(10));
    client.call(1, PUT);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, Arrays.copyOf(frame, frame.length - 1));
    client.flush();
    assertThat(client.response(1, SMALL_WINDOW).header("grpc-status")).isEqualTo("13");
    client.call(3, PUT);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, Arrays.copyOf(frame, frame.length + 1));
    client.flush();
    assertThat(client.response(3, SMALL_WINDOW).header("grpc-status")).isEqualTo("13");
    client.headers(5, "POST", PUT, "application/grpc", RawHttp2.END_STREAM);
    client.flush();
    assertThat(client.response(5, SMALL_WINDOW).header("grpc-status")).isEqualTo("13");
  }

  @Test
  void pagesAndWrongTypesAreAnsweredOverHttp2() throws Exception {
    client.headers(1, "GET", "/health", "text/plain", RawHttp2.END_STREAM);
    client.flush();
    assertThat(text(client.response(1, SMALL_WINDOW)))
        .isEqualTo("{\"health\":\"true\",\"reason\":\"\"}");
    client.headers(3, "GET", "/nowhere", "text/plain", RawHttp2.END_STREAM);
    client.flush();
    Response nowhere = client.response(3, SMALL_WINDOW);
    assertThat(nowhere.header(":status")).isEqualTo("404");
    assertThat(text(nowhere)).isEqualTo("404 page not found\n");
    client.headers(5, "POST", PUT, "application/json", RawHttp2.END_STREAM);
    client.flush();
    assertThat(client.response(5, SMALL_WINDOW).header(":status")).isEqualTo("415");
  }

  private static String text(Response response) {
    return response.body().toStringUtf8();
  }

  @Test
  void garbageClosesItsConnectionAndNothingElse() throws Exception {
    URI uri = URI.create(cluster.endpoint());
    for (String garbage : new String[] {"\u0000\u0001\u0002 nonsense\r\n\r\n", "PRI * nonsense"}) {
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        socket.getOutputStream().write(garbage.getBytes(StandardCharsets.UTF_8));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).isNotNull();
      }
    }
    client.frame(RawHttp2.DATA, 0, 0, new byte[3]);
    client.flush();
    client.awaitClose();
    assertLives();
  }
}
