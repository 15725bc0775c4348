package io.synod.node.member;

import io.synod.core.Record;
import io.synod.core.replica.Recovery;
import io.synod.node.apply.DurableMachine;
import io.synod.node.directory.DataDirectory;
import io.synod.node.journal.Journal;
import io.synod.node.journal.JournalIdentity;
import io.synod.node.registers.RegisterKeeper;
import io.synod.node.registers.RegisterStore;
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
  @Nullable RegisterStore registers;

  /** How many records about registers the journal held. */
  long registerRecords;

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

  RegisterStore registers() {
    return Objects.requireNonNull(registers);
  }

  void open(
      MemberPlan config, DurableMachine.Opener<R> opener, RegisterStore.Opener registersOpener)
      throws IOException {
    DurableMachine<R> opened = opener.open(Path.of(directory.room("state").name()));
    machine = opened;
    recovery = new Recovery(opened.durableSlot());
    RegisterStore store = registersOpener.open(directory.room("registers"));
    registers = store;
    JournalIdentity identity =
        new JournalIdentity(config.clusterId(), config.id(), directory.incarnation());
    Journal read =
        Journal.open(
            directory.room("journal"),
            identity,
            config.journal(),
            !directory.initialized(),
            record -> replay(store, record));
    journal = read;
    directory.markInitialized();
    read.repaired().ifPresent(LOG::warn);
  }

  private void replay(RegisterStore store, Record record) {
    recovery.replay(record);
    if (record instanceof Record.Register register) {
      RegisterKeeper.replay(store, register);
      registerRecords++;
    }
  }

  void close() {
    try {
      if (journal != null) {
        journal.close();
      }
      if (registers != null) {
        registers.close();
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
