import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or rewrites the format of every Java source of the repository: {@code Format check|write
 * ROOT}.
 */
final class Format {
  private Format() {}

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    Path stamp = root.resolve("target/formatted");
    FileTime started = FileTime.fromMillis(System.currentTimeMillis());
    List<String> files = newerThan(stamp, sources(root));
    if (!files.isEmpty() && run(write, files) != 0) {
      if (!write) {
        System.err.println(
            "The files named above are not formatted; `./check format` rewrites them.");
      }
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, started);
  }

  private static int run(boolean write, List<String> files) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    arguments.addAll(files);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = new Main(err, err, System.in).format(arguments.toArray(String[]::new));
    err.flush();
    return status;
  }

  private static List<Path> sources(Path root) throws Exception {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> rooms = Files.list(root)) {
      for (Path room : rooms.sorted().toList()) {
        Path src = room.getFileName().toString().equals("build") ? room : room.resolve("src");
        if (Files.isDirectory(src)) {
          try (Stream<Path> files = Files.walk(src)) {
            files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  private static List<String> newerThan(Path stamp, List<Path> files) throws Exception {
    FileTime since =
        Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
    List<String> newer = new ArrayList<>();
    for (Path file : files) {
      if (Files.getLastModifiedTime(file).compareTo(since) >= 0) {
        newer.add(file.toString());
      }
    }
    return newer;
  }
}
