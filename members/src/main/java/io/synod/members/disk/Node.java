package io.synod.members.disk;

/** What a name in a directory leads to. */
sealed interface Node permits Folder, Content {

  /** Resolves what was not synced, as an accident leaves it. */
  void crash(SimDisk disk);
}
