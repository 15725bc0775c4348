package io.synod.server;

import static io.synod.server.LiveClient.flag;
import static io.synod.server.LiveClient.in;
import static io.synod.server.LiveClient.list;
import static io.synod.server.LiveClient.number;
import static io.synod.server.LiveClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import io.synod.server.RawHttp2.Frame;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What members tell the Explorer of their cluster; each test leaves all three well. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LiveTest {

  private static final int MEMBERS = 3;

  @TempDir static Path directory;
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.ready(directory, MEMBERS);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static LiveClient look(int member) throws Exception {
    LiveClient client = new LiveClient(cluster.endpoints().get(member));
    assertThat(client.status()).isEqualTo(200);
    assertThat(client.type()).isEqualTo("text/event-stream; charset=utf-8");
    return client;
  }

  private static boolean isWhole(Struct picture) {
    return flag(picture, "quorum", "heard")
        && !text(picture, "leader").isEmpty()
        && list(picture, "members").stream()
            .allMatch(member ->
                flag(member, "heard")
                    && in(member, "hears").getListValue().getValuesCount() == MEMBERS - 1);
  }

  private static Struct member(Struct picture, int index) {
    return list(picture, "members").stream()
        .filter(member -> text(member, "name").equals("m" + index))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyMemberTellsWhatItKnowsOfAll() throws Exception {
    String leader = cluster.id(cluster.leader()).toString();
    for (int i = 0; i < MEMBERS; i++) {
      try (LiveClient client = look(i)) {
        Struct picture = client.await(LiveTest::isWhole);
        assertThat(text(picture, "self")).isEqualTo(cluster.id(i).toString());
        assertThat(text(picture, "leader")).isEqualTo(leader);
        assertThat(text(picture, "ballot", "member")).isEqualTo(leader);
        assertThat(number(picture, "ballot", "round")).isPositive();
        assertThat(number(picture, "slots", "chosen")).isPositive();
        for (int j = 0; j < MEMBERS; j++) {
          Struct other = member(picture, j);
          assertThat(text(other, "id")).isEqualTo(cluster.id(j).toString());
          assertThat(flag(other, "self")).isEqualTo(i == j);
          assertThat(flag(other, "leading")).isEqualTo(text(other, "id").equals(leader));
          assertThat(flag(other, "quorumConnected")).isTrue();
          assertThat(number(other, "chosen")).isPositive();
        }
        Struct now = list(picture, "elections").getLast();
        assertThat(text(now, "leader")).isEqualTo(leader);
        assertThat(flag(now, "quorum")).isTrue();
      }
    }
  }

  @Test
  void readsAndWritesAreMeasuredWhileSomebodyLooks() throws Exception {
    int other = (cluster.leader() + 1) % MEMBERS;
    try (LiveClient client = look(other)) {
      Struct _ = client.await(picture -> in(picture, "pace").hasStructValue());
      for (int i = 0; i < 20; i++) {
        cluster.put(other, "k", "v" + i);
      }
      Struct written = client.await(picture -> number(picture, "pace", "writes", "rate") > 0);
      assertThat(number(written, "pace", "revisions")).isPositive();
      assertThat(number(written, "pace", "slots")).isPositive();
      assertThat(number(written, "pace", "writes", "p50")).isPositive();
      assertThat(number(written, "pace", "writes", "p99"))
          .isGreaterThanOrEqualTo(number(written, "pace", "writes", "p50"));

      assertThat(cluster.get(other, "k")).isEqualTo("v19");
      Struct read = client.await(picture -> number(picture, "pace", "reads", "rate") > 0);
      assertThat(number(read, "pace", "reads", "p50")).isPositive();
      for (int j = 0; j < MEMBERS; j++) {
        String id = cluster.id(j).toString();
        assertThat(number(read, "pace", "links", id, "sent") > 0).isEqualTo(j != other);
        assertThat(number(read, "pace", "links", id, "received") > 0).isEqualTo(j != other);
      }
    }
  }

  @Test
  void theDeathOfTheLeaderIsSeen() throws Exception {
    int leader = cluster.leader();
    String dead = cluster.id(leader).toString();
    try (LiveClient client = look((leader + 1) % MEMBERS)) {
      Struct before = client.await(LiveTest::isWhole);
      cluster.kill(leader);
      Struct after =
          client.await(picture ->
              !text(picture, "leader").isEmpty() && !text(picture, "leader").equals(dead));

      assertThat(number(after, "ballot", "round")).isGreaterThan(number(before, "ballot", "round"));
      Struct gone = client.await(picture -> !flag(member(picture, leader), "heard"));
      assertThat(number(member(gone, leader), "millis")).isPositive();
      List<String> reigns =
          list(gone, "elections").stream().map(reign -> text(reign, "leader")).toList();
      assertThat(reigns).contains(dead).endsWith(text(after, "leader"));

      cluster.restart(leader);
      Struct _ = client.await(LiveTest::isWhole);
    }
  }

  @Test
  void aMemberThatIsCutOffSaysSo() throws Exception {
    int lonely = (cluster.leader() + 1) % MEMBERS;
    try (LiveClient client = look(lonely)) {
      Struct _ = client.await(LiveTest::isWhole);
      cluster.links().unplug(cluster.id(lonely));
      Struct cut = client.await(picture -> !flag(picture, "quorum", "heard"));
      assertThat(flag(member(cut, lonely), "quorumConnected")).isFalse();
      Struct _ =
          client.await(picture ->
              text(picture, "leader").isEmpty()
                  && list(picture, "members").stream()
                      .allMatch(it -> flag(it, "heard") == flag(it, "self")));
      cluster.links().plug(cluster.id(lonely));
      Struct whole = client.await(LiveTest::isWhole);
      assertThat(list(whole, "elections")).anyMatch(reign -> !flag(reign, "quorum"));
    }
  }

  @Test
  void onlySoManyMayLookAtOnce() throws Exception {
    List<LiveClient> clients = new ArrayList<>();
    try {
      while (clients.isEmpty() || clients.getLast().status() == 200) {
        clients.add(new LiveClient(cluster.endpoints().getFirst()));
      }
      assertThat(clients).hasSize(17);
      assertThat(clients.getLast().status()).isEqualTo(503);
    } finally {
      for (LiveClient client : clients) {
        client.close();
      }
    }
    // A place that somebody gave up is given to others.
    while (true) {
      try (LiveClient again = new LiveClient(cluster.endpoints().getFirst())) {
        if (again.status() == 200) {
          break;
        }
      }
    }
  }

  @Test
  void itIsToldOverHttp2AsWell() throws Exception {
    try (RawHttp2 client = new RawHttp2(cluster.endpoints().getFirst())) {
      client.headers(1, "GET", "/explorer/live", "text/plain", RawHttp2.END_STREAM);
      client.flush();
      assertThat(next(client, RawHttp2.HEADERS).ends()).isFalse();
      for (int i = 0; i < 2; i++) {
        Frame event = next(client, RawHttp2.DATA);
        assertThat(event.ends()).isFalse();
        assertThat(event.payload().toStringUtf8()).startsWith("data: {").endsWith("}\n\n");
      }
    }
  }

  private static Frame next(RawHttp2 client, int type) throws IOException {
    Frame frame = client.read();
    while (frame.type() != type) {
      frame = client.read();
    }
    return frame;
  }

  @Test
  void itIsOnlyRead() throws Exception {
    URI live = URI.create(cluster.endpoints().getFirst() + "/explorer/live");
    try (HttpClient http2 = HttpClient.newBuilder().version(Version.HTTP_2).build();
        HttpClient http1 = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
      HttpRequest post = HttpRequest.newBuilder(live).POST(BodyPublishers.ofString("x")).build();
      assertThat(http1.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
      HttpRequest page = HttpRequest.newBuilder(live.resolve("./")).build();
      assertThat(http2.send(page, BodyHandlers.ofString()).body()).contains("<!doctype html>");
    }
  }
}
