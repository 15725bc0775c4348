package io.synod.node.peers;

import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to another member for what is large: requests, answered in order. Once it breaks,
 * every request on it fails, and a new one has to be opened. Any thread.
 */
public interface BulkConnection extends AutoCloseable {

  /** Asks for something; fails with an IOException if the connection is refused or breaks. */
  CompletableFuture<BulkReply> ask(BulkRequest request);

  @Override
  void close();
}
