package io.synod.cli.sim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.cli.Failure;
import io.synod.sim.plan.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A long run that goes on where it stopped, however it stopped: a log that is only ever added to.
 * Its first line says what is run; lines that begin with {@code place} hold the totals so far, and
 * the last of them is where to go on; between them stands what was found, for people.
 */
final class Campaign implements AutoCloseable {

  private static final String HEAD = "campaign of ";
  private static final String PLACE = "place ";
  private static final String FOUND = "found seed ";

  private static final long MOST_BYTES = 1 << 30;

  /** Seeds that no campaign runs; how they run tells one build from another. */
  private static final int TELLTALES = 5;

  private final Path file;
  private final FileChannel channel;
  private final List<Long> found = new ArrayList<>();
  private Tally tally = Tally.NOTHING;

  private Campaign(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Begins a campaign, or opens it to go on.
   *
   * @throws Failure if the file holds another campaign or something else, is in use, or cannot be
   *     written
   */
  static Campaign open(Path file, Level level, long from) throws Failure {
    FileChannel channel = null;
    try {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (isTaken(channel)) {
        throw Failure.failed(
            "The campaign %s is under way in another process; wait for that, or name another file."
                .formatted(file));
      }
      Campaign campaign = new Campaign(file, channel);
      campaign.begin(level, from);
      return campaign;
    } catch (IOException e) {
      closeQuietly(channel);
      throw unwritable(file, e);
    } catch (Failure e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private void begin(Level level, long from) throws Failure, IOException {
    String content = content();
    int whole = content.lastIndexOf('\n') + 1; // what follows was being written when it was killed
    List<String> lines = content.substring(0, whole).lines().toList();
    String code = String.format(Locale.ROOT, "%016x", telltale(level));
    String first = HEAD + level.label() + " from seed " + from;
    if (content.isEmpty() || isTornHead(content)) {
      channel.truncate(0);
      append(first + ", code " + code);
      return;
    }
    String[] head = content.lines().findFirst().orElse("").split(", code ", -1);
    if (!head[0].startsWith(HEAD) || head.length != 2) {
      throw Failure.failed("%s is no campaign; name another file.".formatted(file));
    }
    if (!head[0].equals(first)) {
      throw Failure.failed(
          "%s is a %s, not a %s; name another file, or ask for the same."
              .formatted(file, head[0], first));
    }
    if (!head[1].equals(code)) {
      throw Failure.failed(
          "%s was run with other code, with which the same seeds do something else; name another"
                  .formatted(file)
              + " file for a campaign of this code.");
    }
    channel.truncate(whole);
    channel.position(whole);
    resume(lines);
  }

  /** Reads through the one channel: to close another would give up the lock. */
  private String content() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), MOST_BYTES));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return UTF_8.decode(bytes.flip()).toString();
  }

  private static boolean isTornHead(String content) {
    return content.indexOf('\n') < 0 && content.startsWith(HEAD);
  }

  private void resume(List<String> lines) throws Failure {
    try {
      for (String line : lines) {
        if (line.startsWith(PLACE)) {
          tally = Tally.read(line.substring(PLACE.length()));
        } else if (line.startsWith(FOUND)) {
          found.add(Long.valueOf(line.substring(FOUND.length(), line.indexOf(':'))));
        }
      }
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw Failure.failed("%s is damaged; name another file.".formatted(file));
    }
  }

  private static long telltale(Level level) {
    long sum = 0;
    for (int i = 1; i <= TELLTALES; i++) {
      sum += level.run(Plan.of(-i), 0).hash();
    }
    return sum;
  }

  /** The totals so far. */
  Tally tally() {
    return tally;
  }

  /** How many seeds were accused. */
  int findings() {
    return found.size();
  }

  /** Where it is written. */
  Path file() {
    return file;
  }

  /** Notes how far it is. */
  void place(Tally now) throws Failure {
    if (!now.equals(tally)) {
      tally = now;
      write(PLACE + now.write());
    }
  }

  /** Whether it is written already: it may be found once more after the process was killed. */
  boolean isKnown(long seed) {
    return found.contains(seed);
  }

  /** Notes a finding, with its whole story. */
  void found(long seed, String checker, String report) throws Failure {
    found.add(seed);
    write(FOUND + seed + ": " + checker + "\n\n" + report);
  }

  private void write(String text) throws Failure {
    try {
      append(text);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      int _ = channel.write(bytes);
    }
  }

  private static Failure unwritable(Path file, IOException e) {
    String reason =
        e instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : e.getClass().getSimpleName();
    return Failure.failed(
        "The campaign cannot be kept in %s (%s); name a file that can be written."
            .formatted(file, reason));
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // What is to be said about the file is said already.
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
