package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.netty.handler.codec.http2.Http2Error;
import io.synod.server.RawHttp2.Frame;
import io.synod.server.RawHttp2.Response;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gRPC's headers promise about a call: how its messages are encoded, and how it may end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class CallsTest {

  private static final String GRPC = "application/grpc";
  private static final String PUT = "/etcdserverpb.KV/Put";
  private static final String RANGE = "/etcdserverpb.KV/Range";

  /** What a client takes on a connection before it grants more. */
  private static final int FIRST_WINDOW = 65_535;

  private static final int WINDOW = 30_000;
  private static final int MAX_REQUEST = 2_000_000;
  private static final ByteString KEY = ByteString.copyFromUtf8("key");
  private static final RangeRequest GET = RangeRequest.newBuilder().setKey(KEY).build();

  private FakeCluster cluster;
  private RawHttp2 client;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster(Map.of("max-request-bytes", Integer.toString(MAX_REQUEST)));
    client = new RawHttp2(cluster.endpoint());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    cluster.close();
  }

  private static PutRequest put(int size) {
    return PutRequest.newBuilder()
        .setKey(KEY)
        .setValue(ByteString.copyFrom(new byte[size]))
        .build();
  }

  private static byte[] framed(int flag, byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) flag)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private Response call(int stream, String path, byte[] frame, String... headers) throws Exception {
    client.headers(stream, "POST", path, GRPC, 0, headers);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, frame);
    client.flush();
    return client.response(stream, WINDOW);
  }

  private static RangeResponse range(Response response) throws IOException {
    assertThat(response.header("grpc-status")).isEqualTo("0");
    return RangeResponse.parseFrom(response.body().substring(5));
  }

  private static byte[] plain(MessageLite message) {
    return framed(0, message.toByteArray());
  }

  @Test
  void aGzippedRequestIsDoneLikeAnyOther() throws Exception {
    byte[] zipped = framed(1, gzip(put(100_000).toByteArray()));
    assertThat(zipped.length).isLessThan(1_000);
    assertThat(call(1, PUT, zipped, "grpc-encoding", "gzip").header("grpc-status")).isEqualTo("0");
    Response got = call(3, RANGE, plain(GET), "grpc-encoding", "gzip");
    assertThat(range(got).getKvs(0).getValue().size()).isEqualTo(100_000);
  }

  @Test
  void anUnknownEncodingIsUnimplementedAndTheKnownOnesAreNamed() throws Exception {
    client.headers(1, "POST", PUT, GRPC, 0, "grpc-encoding", "zstd");
    client.flush();
    Response refused = client.response(1, WINDOW);
    assertThat(refused.header("grpc-status")).isEqualTo("12");
    assertThat(refused.header("grpc-accept-encoding")).isEqualTo("identity,gzip");
    assertThat(refused.header("grpc-message")).contains("zstd");
  }

  @Test
  void aCompressedRequestThatDoesNotSayHowIsAnInternalError() throws Exception {
    byte[] zipped = framed(1, gzip(put(10).toByteArray()));
    assertThat(call(1, PUT, zipped).header("grpc-status")).isEqualTo("13");
    byte[] nonsense = framed(1, put(10).toByteArray());
    assertThat(call(3, PUT, nonsense, "grpc-encoding", "gzip").header("grpc-status"))
        .isEqualTo("13");
    assertThat(range(call(5, RANGE, plain(GET))).getCount()).isZero();
  }

  @Test
  void aRequestThatGrowsTooLargeWhenItIsInflatedIsRefused() throws Exception {
    byte[] zipped = framed(1, gzip(put(10_000_000).toByteArray()));
    Response refused = call(1, PUT, zipped, "grpc-encoding", "gzip");
    assertThat(refused.header("grpc-status")).isEqualTo("8");
    assertThat(refused.header("grpc-message")).contains("after decompression larger than max");
  }

  @Test
  void aCallEndsAtItsDeadlineAndItsWriteMayStillTakeEffect() throws Exception {
    cluster.engine.hold();
    Response late = call(1, PUT, plain(put(10)), "grpc-timeout", "20m");
    assertThat(late.header("grpc-status")).isEqualTo("4");
    cluster.engine.release();
    assertThat(range(call(3, RANGE, plain(GET), "grpc-timeout", "1H")).getCount()).isEqualTo(1);
  }

  @Test
  void eachCallHasADeadlineOfItsOwn() throws Exception {
    cluster.engine.hold();
    for (int stream = 1; stream < 9; stream += 2) {
      String timeout = (9 - stream) * 10 + "m";
      client.headers(stream, "POST", RANGE, GRPC, 0, "grpc-timeout", timeout);
      client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, plain(GET));
    }
    client.call(9, RANGE);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 9, plain(GET));
    client.flush();
    List<Integer> ended = new ArrayList<>();
    while (ended.size() < 4) {
      Frame frame = client.read();
      if (frame.ends()) {
        ended.add(frame.stream());
      }
    }
    assertThat(ended).containsExactlyInAnyOrder(1, 3, 5, 7);
    cluster.engine.release();
    assertThat(client.response(9, WINDOW).header("grpc-status")).isEqualTo("0");
  }

  @Test
  void anAnswerThatTheClientIsTooSlowToTakeIsCutOffAtTheDeadline() throws Exception {
    cluster.put(put(500_000));
    client.headers(3, "POST", RANGE, GRPC, 0, "grpc-timeout", "50m");
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, plain(GET));
    client.flush();
    Frame frame;
    do {
      frame = client.read();
    } while (frame.type() != RawHttp2.RST_STREAM);
    assertThat(frame.stream()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "5", "5x", "-5m", "123456789S", "5 m"})
  void aTimeoutThatIsNoneIsAnInternalError(String timeout) throws Exception {
    assertThat(call(1, PUT, plain(put(10)), "grpc-timeout", timeout).header("grpc-status"))
        .isEqualTo("13");
    assertThat(range(call(3, RANGE, plain(GET))).getCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999H", "1M", "10S", "99999m", "99999999u"})
  void allUnitsOfTimeAreTaken(String timeout) throws Exception {
    Response got = call(1, RANGE, plain(GET), "grpc-timeout", timeout);
    assertThat(range(got).getCount()).isZero();
  }

  @Test
  void aDeadlineThatIsOverEndsTheCallBeforeItsRequestHasCome() throws Exception {
    client.headers(1, "POST", PUT, GRPC, 0, "grpc-timeout", "1n");
    client.flush();
    assertThat(client.response(1, WINDOW).header("grpc-status")).isEqualTo("4");
  }

  /** As many calls as may be at all are open, until those of one client are given up. */
  @Test
  void callsThatAreGivenUpMakeRoomForOthers() throws Exception {
    cluster.engine.hold();
    List<RawHttp2> others = new ArrayList<>();
    int each = 4_096;
    for (int i = 0; i < 4; i++) {
      RawHttp2 other = new RawHttp2(cluster.endpoint());
      others.add(other);
      for (int stream = 1; stream < 2 * each; stream += 2) {
        other.call(stream, RANGE);
        other.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, plain(GET));
      }
      other.settle();
    }
    Response refused = call(1, RANGE, plain(GET));
    assertThat(refused.header("grpc-status")).isEqualTo("8");
    assertThat(refused.header("grpc-message")).isEqualTo("etcdserver: too many requests");
    RawHttp2 impatient = others.getFirst();
    for (int stream = 1; stream < 2 * each; stream += 2) {
      impatient.number(RawHttp2.RST_STREAM, stream, (int) Http2Error.CANCEL.code());
    }
    impatient.settle();
    client.call(3, RANGE);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, plain(GET));
    client.settle();
    cluster.engine.release();
    assertThat(client.response(3, WINDOW).header("grpc-status")).isEqualTo("0");
    assertThat(metrics()).contains("grpc_code=\"Canceled\",grpc_method=\"Range\"");
    for (RawHttp2 other : others) {
      other.close();
    }
  }

  private String metrics() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(cluster.endpoint() + "/metrics")).build();
      return http.send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> !line.endsWith(" 0.0"))
          .reduce("", (all, line) -> all + line + "\n");
    }
  }

  /** Asks for the value, and reads as much of it as the windows take that HTTP/2 begins with. */
  private void readAsFarAsTheWindowGoes(int stream) throws Exception {
    cluster.put(put(500_000));
    client.call(stream, RANGE);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, plain(GET));
    client.flush();
    int taken = 0;
    while (taken < FIRST_WINDOW) {
      Frame frame = client.read();
      taken += frame.type() == RawHttp2.DATA ? frame.payload().size() : 0;
    }
    assertThat(taken).isEqualTo(FIRST_WINDOW);
  }

  @Test
  void anAnswerThatIsGivenUpHalfwayLeavesTheConnectionToOthers() throws Exception {
    readAsFarAsTheWindowGoes(1);
    client.number(RawHttp2.RST_STREAM, 1, (int) Http2Error.CANCEL.code());
    client.call(3, RANGE);
    client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 3, plain(GET));
    client.number(RawHttp2.WINDOW_UPDATE, 0, 1 << 20);
    client.number(RawHttp2.WINDOW_UPDATE, 3, 1 << 20);
    client.flush();
    int taken = 0;
    Frame frame;
    do {
      frame = client.read();
      assertThat(frame.stream()).isNotEqualTo(1);
      taken += frame.type() == RawHttp2.DATA ? frame.payload().size() : 0;
    } while (!frame.ends());
    assertThat(taken).isBetween(500_000, 501_000);
  }

  @Test
  void anAnswerThatCannotBeReadToItsEndIsBrokenOff() throws Exception {
    readAsFarAsTheWindowGoes(1);
    cluster.store.close();
    client.number(RawHttp2.WINDOW_UPDATE, 0, 1 << 20);
    client.number(RawHttp2.WINDOW_UPDATE, 1, 1 << 20);
    client.flush();
    Frame frame;
    do {
      frame = client.read();
      assertThat(frame.ends()).isFalse();
    } while (frame.type() != RawHttp2.RST_STREAM);
    assertThat(frame.payload().asReadOnlyByteBuffer().getInt())
        .isEqualTo((int) Http2Error.INTERNAL_ERROR.code());
  }
}
