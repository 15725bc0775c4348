package io.synod.node.member;

import io.synod.core.MemberId;
import io.synod.core.Settings;
import io.synod.node.journal.JournalOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a member is told at its start.
 *
 * @param clusterId the cluster, the same at all its members
 * @param id this member
 * @param name what people call it
 * @param directory its data directory, made if it does not exist
 * @param listen where it listens for its peers
 * @param peers where to reach every member, itself included
 * @param settings the protocol's figures
 * @param requestMillis how long a proposal or read may take
 * @param flushBytes after how many bytes of applied values the state machine is made durable and
 *     the journal cut; a restart has to apply at most about as many again
 * @param flushSlots the same by the number of applied slots
 * @param journal the journal's figures
 */
public record MemberPlan(
    long clusterId,
    MemberId id,
    String name,
    Path directory,
    InetSocketAddress listen,
    Map<MemberId, InetSocketAddress> peers,
    Settings settings,
    int requestMillis,
    long flushBytes,
    long flushSlots,
    JournalOptions journal) {

  /** What a member that was told nothing else keeps in its journal. */
  public static final long FLUSH_BYTES = 64L << 20;

  /** Copies the map. */
  public MemberPlan {
    peers = Map.copyOf(peers);
  }

  /** A member that cuts its journal after {@link #FLUSH_BYTES}, however many slots that are. */
  public MemberPlan(
      long clusterId,
      MemberId id,
      String name,
      Path directory,
      InetSocketAddress listen,
      Map<MemberId, InetSocketAddress> peers,
      Settings settings,
      int requestMillis) {
    this(
        clusterId,
        id,
        name,
        directory,
        listen,
        peers,
        settings,
        requestMillis,
        FLUSH_BYTES,
        Long.MAX_VALUE,
        JournalOptions.DEFAULT);
  }
}
