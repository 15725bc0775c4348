package io.synod.server.lock;

import io.synod.server.front.GrpcStatus;

/** A call ends without an answer. */
public final class LockException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient GrpcStatus status;

  /** It ends so. */
  public LockException(GrpcStatus status) {
    super(status.text());
    this.status = status;
  }

  GrpcStatus status() {
    return status;
  }
}
