package io.synod.node.member;

import io.synod.core.replica.Recovery;
import io.synod.node.apply.DurableMachine;
import io.synod.node.directory.DataDirectory;
import io.synod.node.journal.Journal;
import io.synod.node.journal.JournalIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be open, and read, before a member's threads can be built on it. */
final class Opened<R> {

  private static final Logger LOG = LoggerFactory.getLogger(Opened.class);

  final DataDirectory directory;
  @Nullable DurableMachine<R> machine;
  @Nullable Journal journal;
  Recovery recovery = new Recovery(0);

  Opened(DataDirectory directory) {
    this.directory = directory;
  }

  DurableMachine<R> machine() {
    return Objects.requireNonNull(machine);
  }

  Journal journal() {
    return Objects.requireNonNull(journal);
  }

  void open(MemberPlan config, DurableMachine.Opener<R> opener) throws IOException {
    DurableMachine<R> opened = opener.open(Path.of(directory.room("state").name()));
    machine = opened;
    recovery = new Recovery(opened.durableSlot());
    JournalIdentity identity =
        new JournalIdentity(config.clusterId(), config.id(), directory.incarnation());
    Journal read =
        Journal.open(
            directory.room("journal"),
            identity,
            config.journal(),
            !directory.initialized(),
            recovery::replay);
    journal = read;
    directory.markInitialized();
    read.repaired().ifPresent(LOG::warn);
  }

  void close() {
    try {
      if (journal != null) {
        journal.close();
      }
      if (machine != null) {
        machine.close();
      }
      directory.close();
    } catch (IOException e) {
      LOG.debug("Closing after a start that failed.", e);
    }
  }
}
