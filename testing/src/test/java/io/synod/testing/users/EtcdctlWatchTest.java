package io.synod.testing.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.testing.Cluster;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code etcdctl watch} in all its forms. Each test has keys of its own. */
@RealUsers
final class EtcdctlWatchTest {

  private Etcdctl etcdctl;

  @BeforeEach
  void find(Cluster cluster) throws IOException {
    etcdctl = Etcdctl.of(cluster);
  }

  @Test
  void tellsWhatHappensAndWhatWasThereBefore() throws IOException {
    long first = etcdctl.put("one/key", "1");
    try (Program watch = etcdctl.start("watch", "one/key", "--prev-kv", "--rev", "" + first)) {
      assertThat(watch.lines(3)).containsExactly("PUT", "one/key", "1");
      etcdctl.put("one/other", "x");
      etcdctl.put("one/key", "2");
      assertThat(watch.lines(5)).containsExactly("PUT", "one/key", "1", "one/key", "2");
      etcdctl.out("del", "one/key");
      assertThat(watch.lines(5)).containsExactly("DELETE", "one/key", "2", "one/key", "");
    }
  }

  @Test
  void tellsARevisionAsAWhole() throws IOException {
    long before = etcdctl.put("whole", "1");
    etcdctl.withInput("\nput whole/a 1\nput whole/b 2\ndel whole\n\n\n", "txn");
    String from = Long.toString(before + 1);
    try (Program watch = etcdctl.start("watch", "whole", "--prefix", "--rev", from, "-w", "json")) {
      String response = watch.line();
      assertThat(Etcdctl.all("\"mod_revision\":([0-9]+)", response))
          .containsExactly(from, from, from);
      assertThat(Etcdctl.all("\"type\":([0-9])", response)).containsExactly("1");
    }
    try (Program fields = etcdctl.start("watch", "whole/a", "--rev", from, "-w", "fields")) {
      assertThat(fields.lines(4)).element(2).isEqualTo("\"Revision\" : " + from);
      assertThat(fields.lines(3))
          .containsExactly(
              "\"Type\" : PUT", "\"Key\" : \"whole/a\"", "\"CreateRevision\" : " + from);
    }
  }

  @Test
  void watchesWhatItIsAskedForInteractively() throws IOException {
    long first = etcdctl.put("i/one", "1");
    try (Program watch = etcdctl.start("watch", "-i")) {
      watch.say("watch i/one --rev=" + first + "\n");
      assertThat(watch.lines(3)).containsExactly("PUT", "i/one", "1");
      watch.say("watch i/many/ --prefix --rev=" + first + "\n");
      etcdctl.put("i/many/a", "2");
      assertThat(watch.lines(3)).containsExactly("PUT", "i/many/a", "2");
      watch.say("progress\n");
      assertThat(watch.lines(2)).containsOnly("progress notify: " + (first + 1)); // one each
      watch.say("watch i/run --rev=" + first + " -- printenv ETCD_WATCH_KEY\n");
      etcdctl.put("i/run", "3");
      assertThat(watch.lines(4)).containsExactly("PUT", "i/run", "3", "\"i/run\"");
    }
  }

  @Test
  void saysWhatIsWrongInteractively() throws IOException {
    Program.Run wrong = etcdctl.withInput("cancel 1\nwatch\n", "watch", "-i");
    assertThat(wrong.status()).isEqualTo(3);
    assertThat(wrong.out())
        .startsWith("Invalid command cancel 1 (only support watch)\nInvalid command watch ");
  }

  @Test
  void runsACommandForEveryEvent() throws IOException {
    long first = etcdctl.put("x/a", "1");
    String[] words = {
      "watch", "x/a", "x/z", "--rev=" + first, "--", "sh", "-c", "env | grep ^ETCD_WATCH_ | sort"
    };
    try (Program watch = etcdctl.start(words)) {
      assertThat(watch.lines(7))
          .containsExactly(
              "PUT",
              "x/a",
              "1",
              "ETCD_WATCH_EVENT_TYPE=\"PUT\"",
              "ETCD_WATCH_KEY=\"x/a\"",
              "ETCD_WATCH_REVISION=" + first,
              "ETCD_WATCH_VALUE=\"1\"");
      etcdctl.out("del", "x/a");
      assertThat(watch.lines(7))
          .startsWith("DELETE", "x/a", "")
          .contains("ETCD_WATCH_EVENT_TYPE=\"DELETE\"", "ETCD_WATCH_VALUE=\"\"");
    }
    Program.Run failed = etcdctl.run("watch", "x/a", "--rev=" + first, "--", "false");
    assertThat(failed.status()).isNotZero();
    assertThat(failed.out()).contains("command [\"false\"] error (exit status 1)");
  }

  @Test
  void missesNothingAndRepeatsNothingWhenItsMemberDies(Cluster cluster) throws Exception {
    long first = etcdctl.put("death", "0");
    try (Program watch = etcdctl.start("watch", "death", "--rev", "" + first)) {
      assertThat(watch.lines(3)).containsExactly("PUT", "death", "0");
      for (int member = 1; member <= cluster.size(); member++) {
        cluster.kill(member);
        int leader = cluster.awaitLeader();
        var survivor = new Etcdctl(List.of(cluster.endpoint(leader)));
        survivor.put("death", "after " + member);
        cluster.heal();
        etcdctl.put("death", "healed " + member);
        assertThat(watch.lines(6))
            .containsExactly("PUT", "death", "after " + member, "PUT", "death", "healed " + member);
      }
    }
  }
}
