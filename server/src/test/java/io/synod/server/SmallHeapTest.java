package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.synod.server.wire.KVGrpc;
import io.synod.server.wire.KVGrpc.KVBlockingStub;
import io.synod.server.wire.KVGrpc.KVFutureStub;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeResponse;
import io.synod.store.wire.RangeStreamResponse;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.TxnResponse;
import java.io.BufferedReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A member lives on, and answers, whatever clients ask of it at a time. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SmallHeapTest {

  private static final int VALUES = 60;
  private static final int VALUE_BYTES = 1 << 20;
  private static final int SMALL = 20_000;
  private static final RangeRequest ALL_LARGE = prefix("large").build();
  private static final RangeRequest ALL_SMALL = prefix("small").build();

  @TempDir Path directory;
  private Process process;
  private String endpoint;
  private ManagedChannel channel;
  private KVBlockingStub kv;

  private static RangeRequest.Builder prefix(String prefix) {
    ByteString key = ByteString.copyFromUtf8(prefix);
    return RangeRequest.newBuilder()
        .setKey(key)
        .setRangeEnd(key.concat(ByteString.copyFromUtf8("~")));
  }

  @BeforeEach
  void start() throws Exception {
    process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                directory.resolve("store").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    endpoint = out.readLine();
    assertThat(endpoint).startsWith("http://");
    channel = channel();
    kv = KVGrpc.newBlockingStub(channel);
  }

  private ManagedChannel channel() {
    return NettyChannelBuilder.forTarget(endpoint.substring("http://".length()))
        .usePlaintext()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();
  }

  private void fill() {
    byte[] value = new byte[VALUE_BYTES];
    new Random(1).nextBytes(value);
    for (int i = 0; i < VALUES; i++) {
      value[0] = (byte) i;
      put("large%03d".formatted(i), ByteString.copyFrom(value));
    }
  }

  private void put(String key, ByteString value) {
    var _ =
        kv.put(
            PutRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).setValue(value).build());
  }

  private static void assertAllLarge(List<KeyValue> kvs) {
    assertThat(kvs).hasSize(VALUES);
    for (int i = 0; i < VALUES; i++) {
      assertThat(kvs.get(i).getValue().size()).isEqualTo(VALUE_BYTES);
      assertThat(kvs.get(i).getValue().byteAt(0)).isEqualTo((byte) i);
    }
  }

  @Test
  void manyAnswersThatAreLargerThanTheHeapAreGivenAtATime() throws Exception {
    fill();
    List<ManagedChannel> channels = new ArrayList<>();
    List<Future<RangeResponse>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ManagedChannel other = channel();
      channels.add(other);
      KVFutureStub stub = KVGrpc.newFutureStub(other);
      answers.add(stub.range(ALL_LARGE));
    }
    for (Future<RangeResponse> answer : answers) {
      assertAllLarge(answer.get().getKvsList());
    }
    for (ManagedChannel other : channels) {
      other.shutdownNow();
    }
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void rangesThatAreLargerThanTheHeapAreStreamedToManyWhoReadSlowly() throws Exception {
    fill();
    List<ManagedChannel> channels = new ArrayList<>();
    List<Iterator<RangeStreamResponse>> streams = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ManagedChannel other = channel();
      channels.add(other);
      streams.add(KVGrpc.newBlockingStub(other).rangeStream(ALL_LARGE));
    }
    List<List<KeyValue>> read = new ArrayList<>();
    streams.forEach(_ -> read.add(new ArrayList<>()));
    for (boolean more = true; more; ) {
      more = false;
      for (int i = 0; i < streams.size(); i++) {
        if (streams.get(i).hasNext()) {
          read.get(i).addAll(streams.get(i).next().getRangeResponse().getKvsList());
          more = true;
        }
      }
    }
    read.forEach(SmallHeapTest::assertAllLarge);
    for (ManagedChannel other : channels) {
      other.shutdownNow();
    }
    assertThat(process.isAlive()).isTrue();
  }

  /** In both, the member that serves the client has to read all values for the answer. */
  @Test
  void transactionsAnswerWithMoreThanTheHeapHolds() throws Exception {
    fill();
    TxnRequest.Builder reads = TxnRequest.newBuilder();
    for (int i = 0; i < 3; i++) {
      reads.addSuccess(RequestOp.newBuilder().setRequestRange(ALL_LARGE));
    }
    TxnResponse read = kv.txn(reads.build());
    assertAllLarge(read.getResponses(2).getResponseRange().getKvsList());
    reads.addSuccess(
        RequestOp.newBuilder()
            .setRequestPut(PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("other"))));
    TxnResponse written = kv.txn(reads.build());
    assertAllLarge(written.getResponses(0).getResponseRange().getKvsList());
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aJsonBodyMayBeLongerThanTheHeap() throws Exception {
    byte[] piece = "QUJD".repeat(1 << 18).getBytes(StandardCharsets.UTF_8);
    int pieces = 150;
    List<byte[]> body = new ArrayList<>(Collections.nCopies(pieces, piece));
    body.addFirst("{\"key\":\"YQ==\",\"value\":\"".getBytes(StandardCharsets.UTF_8));
    body.addLast("\"}".getBytes(StandardCharsets.UTF_8));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(endpoint + "/v3/kv/put"))
              .POST(HttpRequest.BodyPublishers.ofByteArrays(body))
              .build();
      HttpResponse<String> refused = client.send(post, HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("(%d vs. 2097152)".formatted(pieces * (3L << 18) + 8));
    }
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void clientsThatAskForMuchAndTakeNothingDoNotStopTheOthers() throws Exception {
    fill();
    List<RawHttp2> greedy = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      RawHttp2 client = new RawHttp2(endpoint);
      greedy.add(client);
      byte[] request = ALL_LARGE.toByteArray();
      byte[] frame = new byte[5 + request.length];
      frame[4] = (byte) request.length;
      System.arraycopy(request, 0, frame, 5, request.length);
      client.number(RawHttp2.WINDOW_UPDATE, 0, 1 << 30);
      for (int stream = 1; stream < 100; stream += 2) {
        client.call(stream, "/etcdserverpb.KV/Range");
        client.number(RawHttp2.WINDOW_UPDATE, stream, 1 << 30);
        client.frame(RawHttp2.DATA, RawHttp2.END_STREAM, stream, frame);
      }
      client.flush();
    }
    assertAllLarge(kv.range(ALL_LARGE).getKvsList());
    put("other", ByteString.EMPTY);
    for (RawHttp2 client : greedy) {
      client.close();
    }
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void manySmallKeysAreAnsweredInWhateverOrder() {
    byte[] value = new byte[256];
    for (int from = 0; from < SMALL; from += 100) {
      TxnRequest.Builder puts = TxnRequest.newBuilder();
      for (int i = from; i < from + 100; i++) {
        puts.addSuccess(
            RequestOp.newBuilder()
                .setRequestPut(
                    PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("small%06d".formatted(i)))
                        .setValue(ByteString.copyFrom(value))));
      }
      var _ = kv.txn(puts.build());
    }
    List<KeyValue> kvs = kv.range(ALL_SMALL).getKvsList();
    assertThat(kvs).hasSize(SMALL);
    List<KeyValue> newest =
        kv.range(
                prefix("small")
                    .setSortTarget(RangeRequest.SortTarget.MOD)
                    .setSortOrder(RangeRequest.SortOrder.DESCEND)
                    .build())
            .getKvsList();
    assertThat(newest).hasSize(SMALL);
    assertThat(newest.getLast().getKey()).isNotEqualTo(kvs.getLast().getKey());
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void bodiesOverHttp1ThatAreOnTheirWayTakeNoMoreThanThereIs() throws Exception {
    URI uri = URI.create(endpoint);
    List<Socket> clients = new ArrayList<>();
    byte[] body = new byte[VALUE_BYTES];
    byte[] head =
        "PUT /v1/registers/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length)
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < VALUES; i++) {
      Socket client = new Socket(uri.getHost(), uri.getPort());
      clients.add(client);
      client.getOutputStream().write(head);
      client.getOutputStream().write(body, 0, body.length - 1);
    }
    // There is room for a sixth of the heap. Who is refused is told before all of it has come.
    while (answered(clients) < VALUES - 8) {
      Thread.onSpinWait();
    }
    for (Socket client : clients) {
      client.getOutputStream().write(0);
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 503 ");
      client.close();
    }
    assertThat(kv.range(prefix("a").build()).getKvsList()).isEmpty();
    assertThat(process.isAlive()).isTrue();
  }

  private static int answered(List<Socket> clients) throws Exception {
    int answered = 0;
    for (Socket client : clients) {
      answered += client.getInputStream().available() > 0 ? 1 : 0;
    }
    return answered;
  }
}
