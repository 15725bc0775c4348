package io.synod.store;

import com.google.protobuf.Message;
import io.synod.store.request.Refusal;

/** What applying a command answers. */
public sealed interface Outcome {

  /**
   * It was done.
   *
   * @param response etcd's response to the request; its header holds the revision only
   */
  record Ok(Message response) implements Outcome {}

  /**
   * It was not done, and nothing has changed.
   *
   * @param refusal why
   */
  record Refused(Refusal refusal) implements Outcome {}
}
