package io.synod.node;

import io.synod.core.MemberId;
import io.synod.core.Settings;
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
 */
public record MemberConfig(
    long clusterId,
    MemberId id,
    String name,
    Path directory,
    InetSocketAddress listen,
    Map<MemberId, InetSocketAddress> peers,
    Settings settings,
    int requestMillis) {

  /** Copies the map. */
  public MemberConfig {
    peers = Map.copyOf(peers);
  }
}
