package io.synod.server.explorer;

import io.synod.core.MemberId;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who is in the cluster, and what its store says.
 *
 * @param cluster the cluster's id
 * @param self the member that is looked at
 * @param all every member
 * @param clients where clients reach each member, as far as that is known
 * @param revision the store's revision: one more for each write
 */
public record Seats(
    String cluster,
    MemberId self,
    List<Seat> all,
    Supplier<Map<MemberId, List<String>>> clients,
    LongSupplier revision) {

  /**
   * One member.
   *
   * @param id the member
   * @param name what people call it
   * @param peer where the others reach it
   */
  public record Seat(MemberId id, String name, String peer) {}
}
