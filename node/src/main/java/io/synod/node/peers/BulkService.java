package io.synod.node.peers;

import io.synod.node.wire.BulkReply;
import io.synod.node.wire.BulkRequest;
import java.util.concurrent.CompletionStage;

/** Answers other members' requests for a snapshot. */
@FunctionalInterface
public interface BulkService {

  /**
   * Answers one request. Called on an event loop: must not block, and may complete the answer on
   * another thread.
   */
  CompletionStage<BulkReply> answer(BulkRequest request);
}
