package io.synod.node.member;

import io.synod.core.Effects.Chosen;
import io.synod.core.MemberId;
import java.util.List;
import java.util.Optional;

/** Sees what a member learns. Called on its core thread, so that it must be quick and not block. */
public interface Observer {

  /** It sees the slots from {@code first} on; called once, before all others. */
  default void begins(long first) {}

  /** Slots are chosen, in order; none is left out but by {@link #installed}. */
  default void chosen(List<Chosen> slots) {}

  /**
   * Slots are known to be chosen, and missing here, for a heartbeat interval at least.
   *
   * @param first the slot after the last that was chosen here, or after those told of before
   * @param last the last one
   */
  default void missing(long first, long last) {}

  /** Slots beyond missing ones are chosen, and known; they come with {@link #chosen} once more. */
  default void ahead(List<Chosen> slots) {}

  /** A snapshot has brought the state up to this slot, without the commands that led there. */
  default void installed(long slot) {}

  /** Somebody else leads, or nobody does, as far as this member knows. */
  default void leader(Optional<MemberId> leader) {}
}
