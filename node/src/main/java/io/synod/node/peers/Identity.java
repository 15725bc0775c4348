package io.synod.node.peers;

import io.synod.core.MemberId;
import io.synod.node.wire.Hello;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Who speaks.
 *
 * @param cluster the cluster, the same at all its members
 * @param self this member
 * @param boot how often it was started
 * @param members where to reach every member, itself included
 */
public record Identity(
    long cluster, MemberId self, long boot, Map<MemberId, InetSocketAddress> members) {

  /** The version of what members say to each other. */
  static final int PROTOCOL = 1;

  /** Copies the map. */
  public Identity {
    members = Map.copyOf(members);
  }

  Hello hello(MemberId to, boolean bulk) {
    return Hello.newBuilder()
        .setProtocol(PROTOCOL)
        .setCluster(cluster)
        .setFrom(self.value())
        .setTo(to.value())
        .setBoot(boot)
        .setBulk(bulk)
        .build();
  }

  /** Why a caller is refused, in a sentence; empty if it is welcome. */
  String refusal(Hello hello) {
    MemberId from = new MemberId(hello.getFrom());
    if (hello.getProtocol() != PROTOCOL) {
      return "Member "
          + from
          + " speaks version "
          + hello.getProtocol()
          + " of the peer protocol and member "
          + self
          + " version "
          + PROTOCOL
          + ": run versions of Synod that work together.";
    }
    if (hello.getCluster() != cluster) {
      return "Member "
          + from
          + " belongs to cluster "
          + Long.toHexString(hello.getCluster())
          + " and member "
          + self
          + " to cluster "
          + Long.toHexString(cluster)
          + ": correct the peer addresses or the cluster's token.";
    }
    if (hello.getTo() != self.value()) {
      return "Member "
          + from
          + " called member "
          + Long.toHexString(hello.getTo())
          + " at the address of member "
          + self
          + ": correct the peer addresses.";
    }
    if (!members.containsKey(from) || from.equals(self)) {
      return "Member "
          + from
          + " is not one of the others that member "
          + self
          + " knows: give all members the same list of members.";
    }
    return "";
  }
}
