package io.synod.server;

import io.synod.core.MemberId;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who is in the cluster: ids follow from peer URLs and token alone, so that all members work out
 * the same ones, the same that etcd would.
 *
 * @param clusterId the hash of all members' ids
 * @param self this member
 * @param members all members, by id
 */
record Roster(long clusterId, Entry self, List<Entry> members) {

  /**
   * One member.
   *
   * @param id the hash of its peer URL and the cluster's token
   * @param name what people call it
   * @param peer where its peers reach it
   */
  record Entry(MemberId id, String name, URI peer) {}

  static Roster of(ServerConfig config) {
    List<Entry> members =
        config.cluster().entrySet().stream()
            .map(e -> new Entry(id(e.getValue(), config.token()), e.getKey(), e.getValue()))
            .sorted(Comparator.comparing(Entry::id))
            .toList();
    ByteBuffer ids = ByteBuffer.allocate(Long.BYTES * members.size());
    members.forEach(member -> ids.putLong(member.id().value()));
    Entry self =
        members.stream().filter(m -> m.name().equals(config.name())).findFirst().orElseThrow();
    return new Roster(hash(ids.array()), self, members);
  }

  /** The name of a member. */
  Optional<String> nameOf(MemberId id) {
    return members.stream().filter(m -> m.id().equals(id)).map(Entry::name).findFirst();
  }

  private static MemberId id(URI peer, String token) {
    return new MemberId(hash((peer + token).getBytes(StandardCharsets.UTF_8)));
  }

  private static long hash(byte[] bytes) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-1").digest(bytes)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1.", e);
    }
  }
}
