package io.synod.node.directory;

import io.synod.core.MemberId;
import io.synod.node.disk.Disk;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A member's data directory, which is this process's until it is closed.
 *
 * <p>It says whose it is in a text file, {@code member.properties}. The journal, the state machine,
 * the registers and snapshots have a subdirectory each.
 */
public final class DataDirectory implements AutoCloseable {

  static final List<String> ROOMS = List.of("journal", "state", "registers", "snapshots");

  private final Premises premises;
  private final MemberFile file;
  private MemberFile.Content content;

  private DataDirectory(Premises premises, MemberFile file, MemberFile.Content content) {
    this.premises = premises;
    this.file = file;
    this.content = content;
  }

  /**
   * Opens a data directory, or makes one where there is nothing yet, and counts this boot. All of
   * it is durable on return.
   *
   * @param premises where; given back with the data directory, or if the call fails
   * @param clusterId the cluster that it must belong to
   * @param member the member that it must belong to
   * @param name what people call the member; a new name replaces the old
   * @param random draws the incarnation of a new directory
   * @throws RefusedException if it must not be used; nothing was changed
   */
  public static DataDirectory open(
      Premises premises, long clusterId, MemberId member, String name, LongSupplier random)
      throws IOException {
    try {
      Disk disk = premises.disk();
      MemberFile file = new MemberFile(disk);
      MemberFile.Content before = file.read();
      checkOwner(disk.name(), before, clusterId, member);
      MemberFile.Content now =
          before == null
              ? new MemberFile.Content(clusterId, member, name, random.getAsLong(), 1, false)
              : before.nextBoot(name);
      for (String room : ROOMS) {
        disk.directory(room).make();
      }
      file.write(now);
      return new DataDirectory(premises, file, now);
    } catch (IOException | RuntimeException e) {
      premises.close();
      throw e;
    }
  }

  private static void checkOwner(
      String path, MemberFile.@Nullable Content found, long clusterId, MemberId member)
      throws RefusedException {
    if (found == null) {
      return;
    }
    if (found.clusterId() != clusterId) {
      throw new RefusedException(
          "The data directory "
              + path
              + " belongs to cluster "
              + Long.toHexString(found.clusterId())
              + ", not to cluster "
              + Long.toHexString(clusterId)
              + ": name another directory, or start with the cluster's own members and token.");
    }
    if (!found.member().equals(member)) {
      throw new RefusedException(
          "The data directory "
              + path
              + " belongs to member "
              + found.member()
              + " ("
              + found.name()
              + "), not to member "
              + member
              + ": name this member's own directory.");
    }
  }

  /**
   * The subdirectory of that name: {@code journal}, {@code state}, {@code registers} or {@code
   * snapshots}.
   */
  public Disk room(String name) {
    return premises.disk().directory(name);
  }

  /** How often a member was started here, this time included: from 1 on, never the same twice. */
  public long boot() {
    return content.boots();
  }

  /** A random number that was drawn when the directory was made. */
  public long incarnation() {
    return content.incarnation();
  }

  /** Whether {@link #markInitialized} was ever called: if so, a missing journal is a lost one. */
  public boolean initialized() {
    return content.initialized();
  }

  /** Notes, durably, that the journal exists. */
  public void markInitialized() throws IOException {
    if (!content.initialized()) {
      MemberFile.Content now = content.withJournal();
      file.write(now);
      content = now;
    }
  }

  /** Lets other processes in. */
  @Override
  public void close() throws IOException {
    premises.close();
  }
}
