package io.synod.server;

import io.synod.store.wire.ResponseHeader;

/** Makes the header that every response of etcd's API begins with. */
final class Headers {

  private final Roster roster;
  private final Engine engine;

  Headers(Roster roster, Engine engine) {
    this.roster = roster;
    this.engine = engine;
  }

  /**
   * The header of an answer at a revision; the ballot's round stands where etcd has Raft's term.
   */
  ResponseHeader at(long revision) {
    return ResponseHeader.newBuilder()
        .setClusterId(roster.clusterId())
        .setMemberId(roster.self().id().value())
        .setRevision(revision)
        .setRaftTerm(engine.status().ballot().round())
        .build();
  }
}
