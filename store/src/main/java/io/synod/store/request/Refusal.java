package io.synod.store.request;

/** Why a request is not done: etcd's own errors, of which clients match the texts. */
public enum Refusal {
  EMPTY_KEY(Kind.INVALID_ARGUMENT, "etcdserver: key is not provided"),
  KEY_NOT_FOUND(Kind.INVALID_ARGUMENT, "etcdserver: key not found"),
  VALUE_PROVIDED(Kind.INVALID_ARGUMENT, "etcdserver: value is provided"),
  LEASE_PROVIDED(Kind.INVALID_ARGUMENT, "etcdserver: lease is provided"),
  TOO_MANY_OPERATIONS(Kind.INVALID_ARGUMENT, "etcdserver: too many operations in txn request"),
  DUPLICATE_KEY(Kind.INVALID_ARGUMENT, "etcdserver: duplicate key given in txn request"),
  INVALID_SORT_OPTION(Kind.INVALID_ARGUMENT, "etcdserver: invalid sort option"),
  COMPACTED(Kind.OUT_OF_RANGE, "etcdserver: mvcc: required revision has been compacted"),
  FUTURE_REVISION(Kind.OUT_OF_RANGE, "etcdserver: mvcc: required revision is a future revision"),
  LEASE_NOT_FOUND(Kind.NOT_FOUND, "etcdserver: requested lease not found"),
  LEASE_EXISTS(Kind.FAILED_PRECONDITION, "etcdserver: lease already exists"),
  LEASE_TTL_TOO_LARGE(Kind.OUT_OF_RANGE, "etcdserver: too large lease TTL"),
  /** Sorting takes memory; etcd has no such limit, and no such error. */
  TOO_MANY_TO_SORT(
      Kind.RESOURCE_EXHAUSTED,
      "synod: sorting so many keys takes more memory than this member has for it now; ask for them"
          + " in ascending order of their keys, or with a limit"),
  /** Every member holds what a request changes until it is committed; etcd has no such limit. */
  TOO_MANY_TO_DELETE(
      Kind.RESOURCE_EXHAUSTED,
      "synod: a request may delete 100000 keys at most; delete them by smaller ranges"),
  /** etcd, which keeps all of an answer in memory, has no such error. */
  ANSWER_COMPACTED(
      Kind.OUT_OF_RANGE,
      "synod: this was done, but what was to be told of the time before was compacted before it"
          + " could be read"),
  /** A command in the log that is not one; no server of this version proposes such a thing. */
  MALFORMED(
      Kind.INVALID_ARGUMENT,
      "synod: the command in the log is not one that this version knows; upgrade this member");

  /** Which of gRPC's status codes goes with it. */
  public enum Kind {
    INVALID_ARGUMENT,
    NOT_FOUND,
    FAILED_PRECONDITION,
    OUT_OF_RANGE,
    RESOURCE_EXHAUSTED
  }

  private final Kind kind;
  private final String text;

  Refusal(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /** Which of gRPC's status codes goes with it. */
  public Kind kind() {
    return kind;
  }

  /** The text that clients see. */
  public String text() {
    return text;
  }
}
