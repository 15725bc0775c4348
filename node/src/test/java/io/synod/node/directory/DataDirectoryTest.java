package io.synod.node.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.MemberId;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a data directory is, and who may not have it. */
final class DataDirectoryTest {

  private static final MemberId MEMBER = new MemberId(-2);

  @TempDir private Path temp;

  private static DataDirectory open(Path path, long cluster, MemberId member, String name)
      throws IOException {
    return DataDirectory.open(
        RealPremises.take(path), cluster, member, name, new SecureRandom()::nextLong);
  }

  @Test
  void aNewDirectoryIsMadeWithAllItsParentsAndRooms() throws IOException {
    Path path = temp.resolve("a/b/c");
    try (DataDirectory directory = open(path, 7, MEMBER, "s1")) {
      assertThat(directory.boot()).isEqualTo(1);
      assertThat(directory.initialized()).isFalse();
      assertThat(path.resolve("journal")).isDirectory();
      assertThat(path.resolve("state")).isDirectory();
      assertThat(path.resolve("snapshots")).isDirectory();
    }
    assertThat(path.resolve(MemberFile.NAME))
        .content()
        .contains("member=fffffffffffffffe", "name=s1");
  }

  @Test
  void bootsAreCountedAndTheIncarnationStays() throws IOException {
    long incarnation;
    try (DataDirectory directory = open(temp, 7, MEMBER, "s1")) {
      incarnation = directory.incarnation();
      directory.markInitialized();
    }
    for (int boot = 2; boot < 12; boot++) {
      try (DataDirectory directory = open(temp, 7, MEMBER, "né=w " + boot)) {
        assertThat(directory.boot()).isEqualTo(boot);
        assertThat(directory.incarnation()).isEqualTo(incarnation);
        assertThat(directory.initialized()).isTrue();
      }
    }
  }

  @Test
  void twoAtOnceAreRefused() throws IOException {
    try (DataDirectory first = open(temp, 7, MEMBER, "s1")) {
      assertRefused(temp, 7, MEMBER, "is in use by another process");
      assertThat(first.boot()).isEqualTo(1);
    }
    open(temp, 7, MEMBER, "s1").close();
  }

  @Test
  void anotherClusterMemberFormatOrADamagedFileIsRefusedAndNothingChanges() throws IOException {
    open(temp, 7, MEMBER, "s1").close();
    assertRefused(temp, 8, MEMBER, "belongs to cluster 7, not to cluster 8");
    assertRefused(
        temp, 7, new MemberId(1), "belongs to member fffffffffffffffe (s1), not to member 1");
    Path file = temp.resolve(MemberFile.NAME);
    String text = Files.readString(file);
    Files.writeString(file, text.replace("format=1", "format=2"));
    assertRefused(temp, 7, MEMBER, "is of format 2");
    Files.writeString(file, text.replace("boots=1", "boots=0"));
    assertRefused(temp, 7, MEMBER, "\"checksum\"");
    Files.writeString(file, text.replace("cluster=7", "cluster="));
    assertRefused(temp, 7, MEMBER, "\"checksum\"");
    Files.writeString(file, "");
    assertRefused(temp, 7, MEMBER, "\"format\"");
    assertThat(file).hasContent("");
  }

  @Test
  void aFileOrAForeignDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertRefused(file, 7, MEMBER, "is a file");
    assertRefused(temp, 7, MEMBER, "holds file but no member.properties");
    assertThat(temp.toFile().list()).containsExactly("file");
  }

  @Test
  void aDirectoryThatLostItsFileButHasAJournalIsRefused() throws IOException {
    open(temp, 7, MEMBER, "s1").close();
    Files.writeString(temp.resolve("journal/something"), "x");
    Files.delete(temp.resolve(MemberFile.NAME));
    assertRefused(temp, 7, MEMBER, "holds journal but no member.properties");
  }

  @Test
  void whatACrashLeftOfTheFirstStartIsTakenForNothing() throws IOException {
    open(temp, 7, MEMBER, "s1").close();
    Files.delete(temp.resolve(MemberFile.NAME));
    Files.writeString(temp.resolve(MemberFile.UNFINISHED), "for");
    try (DataDirectory directory = open(temp, 7, MEMBER, "s1")) {
      assertThat(directory.boot()).isEqualTo(1);
    }
  }

  private static void assertRefused(Path path, long cluster, MemberId member, String sentence) {
    assertThatThrownBy(() -> open(path, cluster, member, "s1").close())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(sentence)
        .hasMessageContaining(path.toString());
  }
}
