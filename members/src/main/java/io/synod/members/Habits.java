package io.synod.members;

import io.synod.core.MemberId;
import io.synod.node.journal.JournalOptions;
import io.synod.node.member.MemberPlan;
import io.synod.sim.chance.Chance;
import io.synod.sim.plan.Knob;
import io.synod.sim.world.World;
import io.synod.store.StoreLimits;
import io.synod.store.mvcc.Slice;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a member is told at its starts.
 *
 * @param config its plan
 * @param limits of its store
 */
record Habits(MemberPlan config, StoreLimits limits) {

  private static final List<Integer> SEGMENTS = List.of(8 << 10, 16 << 10, 64 << 10, 256 << 10);
  private static final List<Integer> BATCHES = List.of(200, 4_000, 1 << 20);
  private static final List<Integer> SLICES = List.of(1, 3, 10, 200);
  private static final List<Long> RECENT = List.of(0L, 1_000L, 10_000L, 1L << 20);
  private static final int CHECK_MILLIS = 50;

  /** How many elections a client's call may take. */
  private static final int PATIENCE = 8;

  static Habits draw(World world, MemberId id, Chance chance) {
    Map<MemberId, InetSocketAddress> addresses = new TreeMap<>();
    for (MemberId member : world.quorums.members()) {
      addresses.put(member, InetSocketAddress.createUnresolved("member-" + member, 1));
    }
    int flushes = Math.max(1, world.plan.get(Knob.FLUSHES));
    return new Habits(
        new MemberPlan(
            1,
            id,
            "member-" + id,
            Path.of("/member-" + id),
            InetSocketAddress.createUnresolved("member-" + id, 1),
            addresses,
            world.settings,
            PATIENCE * world.settings.electionMillis(),
            MemberPlan.FLUSH_BYTES,
            1 + 300 / flushes,
            new JournalOptions(chance.of(SEGMENTS), chance.of(BATCHES), 1, CHECK_MILLIS)),
        world.plan.get(Knob.EDITS) + world.plan.get(Knob.WATCHES) == 0
            ? StoreLimits.usual()
            : new StoreLimits(chance.of(RECENT), new Slice(chance.of(SLICES), 128 << 10)));
  }
}
