package io.synod.members.broken;

import io.synod.sim.broken.Mistake;
import io.synod.sim.broken.Mistakes;
import io.synod.sim.broken.Redirect;
import io.synod.sim.broken.Workshop;
import java.util.ArrayList;
import java.util.List;

/** Every known mistake in how members keep things. */
public final class MemberTable {

  private static final int SEEDS = 300;

  private MemberTable() {}

  /** Where these mistakes are made. */
  public static Workshop workshop() {
    return new Workshop(
        List.of(MemberMistakes.class, StoreMistakes.class, Mistakes.class),
        BrokenMemberRun.class,
        List.of("core", "sim", "node", "store", "members"));
  }

  private static Mistake mistake(
      String name, String sentence, String in, String method, String call, String mistake) {
    return new Mistake(
        name, sentence, SEEDS, List.of(new Redirect("node." + in, method, call, mistake)));
  }

  /** Every known mistake. */
  public static List<Mistake> all() {
    List<Mistake> all = new ArrayList<>(keeping());
    all.addAll(StoreTable.watches());
    all.addAll(StoreTable.leases());
    all.addAll(StoreTable.past());
    return List.copyOf(all);
  }

  private static List<Mistake> keeping() {
    return List.of(
        mistake(
            "batch-not-synced",
            "The journal says that a batch is durable without having synced it.",
            "journal.Journal",
            "write",
            "DiskFile.force",
            "noSync"),
        mistake(
            "failed-sync-ignored",
            "The journal goes on after a sync that failed.",
            "journal.Journal",
            "write",
            "DiskFile.force",
            "syncOrNot"),
        mistake(
            "torn-batch-replayed",
            "The journal reads a batch although its checksum is wrong.",
            "journal.Replay",
            "readBatches",
            "Layout.isWhole",
            "anyBatch"),
        mistake(
            "segment-name-not-synced",
            "A segment of the journal is used before its name is durable.",
            "journal.SegmentMaker",
            "make",
            "Disk.force",
            "noDirectorySync"),
        mistake(
            "promise-not-restated",
            "Segments are deleted although only they hold the promise.",
            "journal.Journal",
            "write",
            "Essence.records",
            "nothingRestated"),
        mistake(
            "trimmed-before-flushed",
            "The journal is trimmed although the state is not durable.",
            "member.Housekeeper",
            "flush",
            "DurableMachine.flush",
            "notFlushed"),
        mistake(
            "start-not-counted",
            "A member that starts again numbers its commands as in its life before.",
            "directory.DataDirectory",
            "boot",
            "Content.boots",
            "firstBoot"),
        mistake(
            "pointer-not-synced",
            "A file that is replaced is renamed, and its directory not synced.",
            "disk.Disk",
            "replace",
            "Disk.force",
            "noDirectorySync"),
        mistake(
            "sessions-not-kept",
            "The state does not hold which commands were applied.",
            "apply.Applier",
            "takeNotes",
            "Sessions.addChanged",
            "noNotes"),
        mistake(
            "registers-answer-early",
            "A member promises and accepts for a register before its journal is synced.",
            "member.Courier",
            "flush",
            "SendOnceDurable.record",
            "registersDoNotWait"),
        mistake(
            "registers-not-replayed",
            "A member that starts does not read what its journal says of registers.",
            "registers.RegisterKeeper",
            "replay",
            "RegisterReplay.after",
            "nothingReplayed"),
        mistake(
            "registers-without-promise",
            "The file of registers says what was accepted, and not what was promised.",
            "registers.FileRegisters",
            "changes",
            "Entry.getValue",
            "withoutPromise"),
        mistake(
            "registers-file-not-synced",
            "The file of registers is not synced, and the journal trimmed.",
            "registers.FileRegisters",
            "flush",
            "Disk.replace",
            "replaceNotSynced"),
        mistake(
            "registers-name-not-synced",
            "The new file of registers is renamed, and its directory not synced.",
            "registers.FileRegisters",
            "flush",
            "Disk.replace",
            "replaceNotNamed"),
        mistake(
            "registers-trimmed-before-flushed",
            "The journal is trimmed although its registers are not durable elsewhere.",
            "member.Housekeeper",
            "flush",
            "RegisterKeeper.flush",
            "registersNotFlushed"),
        mistake(
            "registers-not-counted",
            "A segment is deleted although it holds registers that nothing else does.",
            "journal.Journal",
            "write",
            "Essence.registers",
            "noRegisters"),
        new Mistake(
            "never-gives-up",
            "A leader that hears no quorum goes on leading.",
            SEEDS,
            List.of(
                new Redirect(
                    "core.replica.Replica", "onTick", "Election.onTick", "neverStepDown"))));
  }
}
