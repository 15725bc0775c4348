package io.synod.node.directory;

import io.synod.core.MemberId;
import io.synod.node.disk.Disk;
import io.synod.node.disk.DiskFile;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The text file that says whose a data directory is. It is replaced as a whole, never changed in
 * place.
 */
final class MemberFile {

  static final String NAME = "member.properties";
  static final String UNFINISHED = NAME + Disk.UNFINISHED;
  static final int FORMAT = 1;

  private static final String CHECKSUM = "checksum=";

  private final Disk disk;

  MemberFile(Disk disk) {
    this.disk = disk;
  }

  /**
   * What it says.
   *
   * @param clusterId the cluster
   * @param member the member
   * @param name what people call it
   * @param incarnation a random number, drawn when the directory was made
   * @param boots how often the member was started
   * @param initialized whether there is a journal
   */
  record Content(
      long clusterId,
      MemberId member,
      String name,
      long incarnation,
      long boots,
      boolean initialized) {

    Content nextBoot(String newName) {
      return new Content(clusterId, member, newName, incarnation, boots + 1, initialized);
    }

    Content withJournal() {
      return new Content(clusterId, member, name, incarnation, boots, true);
    }
  }

  /** The content, or null if there is no such file. */
  @Nullable Content read() throws IOException {
    if (!disk.list().contains(NAME)) {
      return null;
    }
    Properties text = new Properties();
    String checked;
    try (DiskFile file = disk.open(NAME)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), 1 << 16));
      file.read(bytes, 0);
      String all = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
      text.load(new StringReader(all));
      checked = all.substring(0, Math.max(0, all.lastIndexOf(CHECKSUM)));
    } catch (IllegalArgumentException _) {
      throw damaged("format");
    }
    long format = number(text, "format", 10);
    if (format != FORMAT) {
      throw new RefusedException(
          "The data directory "
              + disk.name()
              + " is of format "
              + format
              + ", and this version of Synod knows format "
              + FORMAT
              + " only: run the newer version that wrote it.");
    }
    if (number(text, "checksum", 16) != checksum(checked)) {
      throw damaged("checksum");
    }
    return new Content(
        number(text, "cluster", 16),
        new MemberId(number(text, "member", 16)),
        text.getProperty("name", ""),
        number(text, "incarnation", 16),
        number(text, "boots", 10),
        Boolean.parseBoolean(text.getProperty("initialized")));
  }

  // A forgotten boot would be a session used twice.
  private static long checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }

  private long number(Properties text, String key, int radix) throws RefusedException {
    try {
      return Long.parseUnsignedLong(text.getProperty(key, ""), radix);
    } catch (NumberFormatException _) {
      throw damaged(key);
    }
  }

  private RefusedException damaged(String key) {
    return new RefusedException(
        "The file "
            + disk.name()
            + "/"
            + NAME
            + " has no proper line for \""
            + key
            + "\": restore the data directory from a copy of the disk, or replace the member by a"
            + " new one.");
  }

  /** Replaces the file, durably on return. */
  void write(Content content) throws IOException {
    Properties name = new Properties();
    name.setProperty("name", content.name());
    StringWriter escaped = new StringWriter();
    name.store(escaped, null);
    String nameLine =
        escaped.toString().lines().filter(l -> l.startsWith("name")).findFirst().orElse("name=");
    String text =
        """
        # Whose data this directory holds. Written by Synod at each start; not to be edited.
        format=%d
        cluster=%x
        member=%s
        %s
        incarnation=%x
        boots=%d
        initialized=%b
        """
            .formatted(
                FORMAT,
                content.clusterId(),
                content.member(),
                nameLine,
                content.incarnation(),
                content.boots(),
                content.initialized());
    String all = text + CHECKSUM + Long.toHexString(checksum(text)) + "\n";
    disk.replace(NAME, ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)));
  }
}
