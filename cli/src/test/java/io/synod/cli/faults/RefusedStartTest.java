package io.synod.cli.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A member that must not start says why in one sentence, and leaves everything as it was. */
final class RefusedStartTest {
  private static final ByteString VALUE = ByteString.copyFromUtf8("x".repeat(1_000));
  private static final int WRITES = 50;

  /** Batches of the journal begin at multiples of this. */
  private static final int PAGE = 4096;

  @RegisterExtension final Processes processes = new Processes();
  @TempDir Path home = Path.of("");

  private Node node = new Node("", 0, 0, home, home);

  /** A cluster of one, which is enough to have a directory with a history. */
  @BeforeEach
  void start() throws Exception {
    Cluster cluster = processes.cluster(home, 1);
    cluster.start();
    node = cluster.node(0);
    try (Connection connection = new Connection(node, 10)) {
      for (int i = 0; i < WRITES; i++) {
        connection.put("k" + i, VALUE);
      }
    }
  }

  @Test
  void aFlippedByteInTheMiddleOfTheJournal() throws Exception {
    node.kill();
    Path journal = journal();
    long at = lastWritten(journal) / 2;
    try (FileChannel file =
        FileChannel.open(journal, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, at);
      one.put(0, (byte) (one.get(0) ^ 0x10)).rewind();
      file.write(one, at);
    }
    Map<String, Integer> before = contents(node.directory().resolve("journal"));
    String said = refusal(node);
    assertTrue(said.contains(journal.getFileName().toString()), said);
    assertTrue(
        Stream.of(said.split("\\D+"))
            .filter(word -> !word.isEmpty() && word.length() < 10)
            .mapToLong(Long::parseLong)
            .anyMatch(offset -> offset > 0 && offset <= at && at - offset < 4_096),
        () -> "No offset near " + at + " is named: " + said);
    assertEquals(before, contents(node.directory().resolve("journal")));
  }

  @Test
  void aTornTailIsCutOffAndTheMemberStarts() throws Exception {
    node.kill();
    Path journal = journal();
    byte[] garbage = new byte[700];
    Arrays.fill(garbage, (byte) 0x5a);
    long end = (lastWritten(journal) / PAGE + 1) * PAGE;
    try (FileChannel file = FileChannel.open(journal, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(garbage), end);
    }
    node.start();
    try (Connection connection = new Connection(node, 10)) {
      Await.until("it serves", () -> connection.get("k0").getKvsCount() == 1);
      assertEquals(WRITES, connection.prefix("k", false).getKvsCount());
    }
  }

  @Test
  void theDirectoryOfAnotherMember() throws Exception {
    node.kill();
    Cluster pair = processes.cluster(home, name -> node.directory(), 2);
    Node other = pair.node(1);
    Map<String, Integer> before = contents(node.directory());
    String said = refusal(other);
    assertTrue(said.contains("belongs to"), said);
    assertTrue(said.contains(node.directory().toString()), said);
    assertEquals(before, contents(node.directory()));
  }

  @Test
  void theDirectoryOfAnotherCluster() throws Exception {
    node.kill();
    Node stranger = onTheSameDirectory("stranger.log");
    Map<String, Integer> before = contents(node.directory());
    String said = refusal(stranger);
    assertTrue(said.contains("belongs to cluster"), said);
    assertEquals(before, contents(node.directory()));
  }

  @Test
  void aDirectoryOfANewerFormat() throws Exception {
    node.kill();
    Path file = node.directory().resolve("member.properties");
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.writeString(file, text.replace("format=1", "format=2"), StandardCharsets.UTF_8);
    Map<String, Integer> before = contents(node.directory());
    String said = refusal(node);
    assertTrue(said.contains("format 2"), said);
    assertEquals(before, contents(node.directory()));
  }

  @Test
  void aDirectoryThatARunningMemberHas() throws Exception {
    Node second = onTheSameDirectory("second.log");
    String said = refusal(second);
    assertTrue(said.contains("in use by another process"), said);
    try (Connection connection = new Connection(node, 10)) {
      connection.put("still", VALUE);
    }
  }

  @Test
  void aPeerPortThatIsInUse() throws Exception {
    node.kill();
    try (ServerSocket taken = take(node.peerUrl())) {
      String said = refusal(node);
      assertTrue(said.contains(Integer.toString(taken.getLocalPort())), said);
    }
  }

  @Test
  void aClientPortThatIsInUse() throws Exception {
    node.kill();
    try (ServerSocket taken = take(node.clientUrl())) {
      String said = refusal(node);
      assertTrue(said.contains(Integer.toString(taken.getLocalPort())), said);
    }
  }

  /** A member of the same name and directory, but of a cluster with other addresses. */
  private Node onTheSameDirectory(String log) {
    Node other =
        processes.add(
            new Node(
                "s1",
                Processes.freePort(),
                Processes.freePort(),
                node.directory(),
                home.resolve(log)));
    other.flags(List.of("--initial-cluster=s1=" + other.peerUrl()));
    return other;
  }

  private static ServerSocket take(String url) throws IOException {
    int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
  }

  /** Starts it; it has to fail with one sentence, which is the answer. */
  private static String refusal(Node node) throws Exception {
    int before = node.output().size();
    node.start();
    assertEquals(1, node.exitStatus());
    List<String> said = node.output().subList(before, node.output().size());
    assertEquals(1, said.size(), () -> String.join("\n", said));
    assertTrue(said.getFirst().endsWith("."), said::getFirst);
    return said.getFirst();
  }

  /** The newest segment that holds more than its header. */
  private Path journal() throws IOException {
    for (Path file : journals()) {
      if (lastWritten(file) > 4_096) {
        return file;
      }
    }
    throw new AssertionError("No journal holds anything.");
  }

  private List<Path> journals() throws IOException {
    try (Stream<Path> files = Files.list(node.directory().resolve("journal"))) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static long lastWritten(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int at = bytes.length - 1; at >= 0; at--) {
      if (bytes[at] != 0) {
        return at;
      }
    }
    return 0;
  }

  private static Map<String, Integer> contents(Path directory) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(directory)) {
      found.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      contents.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
    }
    return contents;
  }
}
