package io.synod.node;

import java.util.OptionalLong;

/**
 * How a member stands, as of one moment not long ago.
 *
 * @param member its id
 * @param leader the member that leads, as far as this one knows
 * @param known the highest slot that this member knows to be chosen; those after {@code chosen} are
 *     missing here
 * @param chosen every slot up to this one is chosen and known here
 * @param applied every slot up to this one is applied
 * @param durable the state on disk holds the slots up to this one; the log has the others
 * @param journalBytes the size of the log on disk
 * @param logHash a hash over every slot up to {@code applied}: members that have applied as much
 *     have the same one
 * @param diskFull nothing can be proposed here before there is room on the disk
 */
public record Status(
    long member,
    OptionalLong leader,
    long known,
    long chosen,
    long applied,
    long durable,
    long journalBytes,
    long logHash,
    boolean diskFull) {

  /** How many slots are known to be chosen, and missing here. */
  public long missing() {
    return Math.max(0, known - chosen);
  }
}
