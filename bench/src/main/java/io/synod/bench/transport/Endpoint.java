package io.synod.bench.transport;

import com.google.protobuf.BytesValue;

/** Where one side puts messages for the other; they arrive in order. */
public interface Endpoint {
  /** Sends a message; from any thread, but from one at a time. */
  void send(BytesValue message);
}
