package io.synod.server;

import io.synod.store.EtcdStore;
import io.synod.store.wire.ResponseHeader;

/**
 * What stands behind the services.
 *
 * @param engine the member
 * @param store what it has applied
 * @param roster who is in the cluster, and who this member is
 * @param quota how large the store may become
 */
record Backend(Engine engine, EtcdStore store, Roster roster, Quota quota) {

  /**
   * The header that every response of etcd's API begins with; the ballot's round stands where etcd
   * has Raft's term.
   */
  ResponseHeader header(long revision) {
    return ResponseHeader.newBuilder()
        .setClusterId(roster.clusterId())
        .setMemberId(roster.self().id().value())
        .setRevision(revision)
        .setRaftTerm(engine.status().ballot().round())
        .build();
  }

  /** The header of an answer that is about now. */
  ResponseHeader header() {
    return header(store.revision());
  }
}
