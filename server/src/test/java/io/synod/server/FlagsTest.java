package io.synod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FlagsTest {

  @Test
  void withoutFlagsItIsEtcdsDefaultMember() throws Exception {
    ServerConfig config = ServerConfig.of(Map.of());
    assertThat(config.name()).isEqualTo("default");
    assertThat(config.dataDirectory()).isEqualTo(Path.of("default.synod"));
    assertThat(config.listenClient()).containsExactly(URI.create("http://localhost:2379"));
    assertThat(config.advertiseClient()).isEqualTo(config.listenClient());
    assertThat(config.cluster())
        .containsExactly(Map.entry("default", URI.create("http://localhost:2380")));
    assertThat(config.maxRequestBytes()).isEqualTo(3 << 19);
    assertThat(config.quotaBytes()).isEqualTo(2L << 30);
    assertThat(config.maxTxnOps()).isEqualTo(128);
    assertThat(config.maxConcurrentStreams()).isEqualTo(4_096);
    assertThat(config.progressMillis()).isEqualTo(600_000);
  }

  @Test
  void aMemberTakesItsPeerUrlFromTheCluster() throws Exception {
    ServerConfig config =
        ServerConfig.of(Map.of("name", "b", "initial-cluster", "a=http://h1:1,b=http://h2:2/"));
    assertThat(config.cluster().get("b")).isEqualTo(URI.create("http://h2:2"));
    assertThat(config.cluster().keySet()).containsExactly("a", "b");
  }

  @Test
  void theIntervalOfProgressHasItsOldNameAndItsNewOneWhichWins() throws Exception {
    Map<String, String> old = Map.of("experimental-watch-progress-notify-interval", "90s");
    assertThat(ServerConfig.of(old).progressMillis()).isEqualTo(90_000);
    Map<String, String> both = new HashMap<>(old);
    both.put("watch-progress-notify-interval", "1m30.5s");
    assertThat(ServerConfig.of(both).progressMillis()).isEqualTo(90_500);
    both.put("watch-progress-notify-interval", "0");
    assertThat(ServerConfig.of(both).progressMillis()).isEqualTo(600_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name |  ' ' | --name is empty; give it a value or leave it out.",
        "name | z | --name=z is not among the members of --initial-cluster (x, y); add it there or"
            + " correct the name.",
        "listen-client-urls | localhost:2379 | --listen-client-urls: \"localhost:2379\" is not a"
            + " URL of the form http://HOST:PORT.",
        "listen-client-urls | http://h:1,nonsense | --listen-client-urls: \"nonsense\" is not a URL"
            + " of the form http://HOST:PORT.",
        "listen-client-urls | http://h | --listen-client-urls: \"http://h\" is not a URL of the"
            + " form http://HOST:PORT.",
        "listen-client-urls | http://h:1/path | --listen-client-urls: \"http://h:1/path\" is not a"
            + " URL of the form http://HOST:PORT.",
        "listen-client-urls | https://h:1 | --listen-client-urls=https://h:1 asks for TLS, which"
            + " Synod does not have yet; use http.",
        "listen-client-urls | http://0.0.0.0:1 | --listen-client-urls=http://0.0.0.0:1 is every"
            + " address of this machine; say with --advertise-client-urls which one clients use.",
        "listen-peer-urls | http://h:1,http://h:2 | --listen-peer-urls names 2 URLs; Synod's"
            + " members have one peer URL each, so leave one of them.",
        "initial-cluster | x=http://h:1,x=http://h:2 | --initial-cluster names x twice; each member"
            + " has one peer URL.",
        "initial-cluster | x=http://h:1,y=http://h:1 | --initial-cluster gives http://h:1 to two"
            + " members; each needs its own.",
        "initial-cluster | http://h:1 | --initial-cluster: \"http://h:1\" is not of the form"
            + " NAME=URL.",
        "initial-advertise-peer-urls | http://h:9 | --initial-cluster has x=http://h:1, but"
            + " --initial-advertise-peer-urls is http://h:9; make them the same.",
        "initial-cluster-state | old | --initial-cluster-state=old is neither new nor existing.",
        "heartbeat-interval | 0 | --heartbeat-interval=0 is not a whole number from 1 to 50000.",
        "election-timeout | 499 | --election-timeout=499 is less than five times"
            + " --heartbeat-interval=100; raise the first or lower the second.",
        "max-request-bytes | much | --max-request-bytes=much is not a whole number from 1 to"
            + " 67108864.",
        "max-txn-ops | 0 | --max-txn-ops=0 is not a whole number from 1 to 2147483647.",
        "max-concurrent-streams | 4294967296 | --max-concurrent-streams=4294967296 is not a whole"
            + " number from 1 to 4294967295.",
        "watch-progress-notify-interval | 5 | --watch-progress-notify-interval=5 is not a duration"
            + " of 100ms or more, such as 10m or 30s.",
        "experimental-watch-progress-notify-interval | 1ms |"
            + " --experimental-watch-progress-notify-interval=1ms is not a duration of 100ms or"
            + " more, such as 10m or 30s.",
        "log-level | loud | --log-level=loud is none of debug, info, warn, error, dpanic, panic,"
            + " fatal.",
        "snapshot-count | 0 | --snapshot-count=0 is not a whole number from 1 to 2147483647.",
        "quota-backend-bytes | -1 | --quota-backend-bytes=-1 is not a number of bytes, 0 or more; 0"
            + " means 2 GiB.",
        "auto-compaction-mode | daily | --auto-compaction-mode=daily is neither periodic nor"
            + " revision.",
        "auto-compaction-retention | soon | --auto-compaction-retention=soon is neither a number of"
            + " hours nor a duration such as 30m or 1h30m; 0 keeps the whole history.",
      })
  void whatIsWrongIsNamedWithItsRemedy(String flag, String value, String sentence) {
    Map<String, String> flags = new HashMap<>();
    flags.put("name", "x");
    flags.put("initial-cluster", "x=http://h:1,y=http://h:2");
    flags.put(flag, value);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ServerConfig.of(flags))
        .withMessage(sentence);
  }
}
