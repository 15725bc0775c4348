package io.synod.bench.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.synod.store.wire.ResponseHeader;
import io.synod.store.wire.WatchResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what the rows of docs/limits.md say. */
class LimitsTest {
  private static final Path PAGE = Path.of("..", "docs", "limits.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern MANY = Pattern.compile("\"(.)\\*([0-9]+)\"");
  private static final Pattern NEWEST = Pattern.compile("NEWEST");

  @TempDir private Path directory;
  private int started;

  /** What a row says of its last call: a code and a text. */
  private record Said(String code, String text) {}

  private record Row(Map<String, String> flags, List<String> calls, Said synod, String etcd) {

    /** Whether etcd can be asked. */
    boolean asksEtcd() {
      return !etcd.equals("not asked");
    }

    Said byEtcd() {
      Matcher code = CODE.matcher(etcd);
      return code.matches() ? new Said(code.group(1), "") : synod;
    }
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, String> flags = Map.of();
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.strip().split(" *\\|", -1);
      if (line.startsWith("Flags: ")) {
        flags = flags(line);
      } else if (cells.length == 7 && cells[2].strip().startsWith("`")) {
        Said said = new Said(codes(cells[3]).getFirst(), cells[4].strip());
        rows.add(new Row(flags, codes(cells[2]), said, cells[5].strip()));
      }
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
  }

  private static Map<String, String> flags(String line) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (String flag : codes(line)) {
      String[] parts = flag.substring(2).split("=", 2);
      flags.put(parts[0], parts[1]);
    }
    return flags;
  }

  /** A server and what is the newest revision there. */
  private static final class Asked implements AutoCloseable {
    private final Side side;
    private long newest = 1;

    Asked(Server server) {
      side = new Side(server);
    }

    Said play(List<String> calls) throws Exception {
      side.closeStream(0);
      Said last = new Said("", "");
      for (String call : calls) {
        last = play(Step.read(expand(call)));
      }
      return last;
    }

    private String expand(String call) {
      String newestNow = NEWEST.matcher(call).replaceAll(Long.toString(newest));
      return MANY.matcher(newestNow).replaceAll(Asked::many);
    }

    private static String many(MatchResult many) {
      return "\"" + many.group(1).repeat(Integer.parseInt(many.group(2))) + "\"";
    }

    private Said play(Step step) throws Exception {
      return switch (step) {
        case Step.Ask ask ->
            switch (side.ask(ask, ask.message()).get(60, TimeUnit.SECONDS)) {
              case Answer.Done(Message message) -> {
                learn(message);
                yield new Said("OK", "");
              }
              case Answer.Failed(var code, String text) -> new Said(code.name(), text);
              case Answer.Page page -> throw new AssertionError(page);
            };
        case Step.Watch watch -> {
          WatchLog log = side.stream(watch.stream());
          WatchResponse created = log.ask(watch.message()).getFirst();
          long start = watch.message().getCreateRequest().getStartRevision();
          if (start > 0 && !created.getCanceled()) {
            assertThat(log.awaitCompacted(created.getWatchId())).hasSize(1);
            yield new Said("compacted", "");
          }
          yield new Said(created.getCanceled() ? "canceled" : "OK", created.getCancelReason());
        }
        case Step.Close _ -> throw new AssertionError(step);
      };
    }

    private void learn(Message message) {
      var field = message.getDescriptorForType().findFieldByName("header");
      if (field != null && message.getField(field) instanceof ResponseHeader header) {
        newest = Math.max(newest, header.getRevision());
      }
    }

    @Override
    public void close() {
      side.close();
    }
  }

  private interface Kind {
    Server start(Path directory, Map<String, String> flags) throws Exception;
  }

  private void checkAll(List<Row> rows, Kind kind, boolean etcd) throws Exception {
    SoftAssertions softly = new SoftAssertions();
    for (Map<String, String> flags : rows.stream().map(Row::flags).distinct().toList()) {
      try (Asked server = new Asked(kind.start(directory.resolve("s" + ++started), flags))) {
        for (Row row : rows) {
          if (row.flags().equals(flags) && (!etcd || row.asksEtcd())) {
            Said said = server.play(row.calls());
            Said wanted = etcd ? row.byEtcd() : row.synod();
            softly.assertThat(said).as("%s", row.calls()).isEqualTo(wanted);
          }
        }
      }
    }
    softly.assertAll();
  }

  @Test
  void synodSaysWhatThePageSays() throws Exception {
    List<Row> rows = rows();
    assertThat(rows).hasSizeGreaterThan(70);
    checkAll(rows, Synod::start, false);
  }

  @Test
  void etcdSaysWhatThePageSays() throws Exception {
    Assumptions.assumeTrue(DifferentialTest.isInstalled(), "etcd is not installed");
    checkAll(rows(), Etcd::start, true);
  }
}
