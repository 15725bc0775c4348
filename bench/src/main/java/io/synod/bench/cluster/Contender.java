package io.synod.bench.cluster;

import java.util.List;

/**
 * A system to measure: both take the same flags, etcd's.
 *
 * @param name as in tables
 * @param command what starts one member, before its flags
 */
public record Contender(String name, List<String> command) {
  public Contender {
    command = List.copyOf(command);
  }
}
