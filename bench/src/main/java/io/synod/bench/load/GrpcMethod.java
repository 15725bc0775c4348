package io.synod.bench.load;

/** The calls of etcd's API that the load consists of. */
public enum GrpcMethod {
  /** Writes one key. */
  PUT("/etcdserverpb.KV/Put"),
  /** Reads keys. */
  RANGE("/etcdserverpb.KV/Range"),
  /** Follows what becomes of keys. */
  WATCH("/etcdserverpb.Watch/Watch"),
  /** Grants a lease. */
  LEASE_GRANT("/etcdserverpb.Lease/LeaseGrant"),
  /** Keeps leases alive. */
  LEASE_KEEP_ALIVE("/etcdserverpb.Lease/LeaseKeepAlive"),
  /** Compacts the history. */
  COMPACT("/etcdserverpb.KV/Compact"),
  /** Asks a member who it is and whom it takes for the leader. */
  STATUS("/etcdserverpb.Maintenance/Status");

  private final String path;

  GrpcMethod(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }
}
