package io.synod.node.journal;

import io.synod.core.Record;
import io.synod.node.disk.DiskFile;

/** One file of the journal. */
final class Segment {

  final long number;
  final DiskFile file;

  /** The file's size; what lies between the last batch and the end is zeros. */
  volatile long size;

  /** The highest slot that any record here is about. */
  private long lastSlot;

  /** The number, among those about registers, of the last such record here. */
  private long lastRegister;

  Segment(long number, DiskFile file, long size) {
    this.number = number;
    this.file = file;
    this.size = size;
  }

  String name() {
    return Layout.fileName(number);
  }

  /**
   * Takes note of a record that is here.
   *
   * @param registers how many records about registers there were, this one included
   */
  void note(Record record, long registers) {
    switch (record) {
      case Record.Accepted accepted -> lastSlot = Math.max(lastSlot, accepted.last());
      case Record.Learned learned -> lastSlot = Math.max(lastSlot, learned.last());
      case Record.Installed installed -> lastSlot = Math.max(lastSlot, installed.slot());
      case Record.Register _ -> lastRegister = registers;
      case Record.Promised _, Record.Chosen _ -> {}
    }
  }

  long lastSlot() {
    return lastSlot;
  }

  long lastRegister() {
    return lastRegister;
  }
}
