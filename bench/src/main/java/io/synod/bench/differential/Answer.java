package io.synod.bench.differential;

import com.google.protobuf.Message;
import io.grpc.Status;

/** What a server says to one call. */
sealed interface Answer {

  /** It did it. */
  record Done(Message message) implements Answer {
    @Override
    public String toString() {
      return Wording.of(message);
    }
  }

  /**
   * What it says as JSON.
   *
   * @param text the body, without what is each cluster's own
   * @param meaning the same as a message or a status
   */
  record Page(int status, String text, Answer meaning) implements Answer {
    @Override
    public String toString() {
      return status + " " + text;
    }
  }

  /** The same however it was said. */
  default Answer meaning() {
    return this;
  }

  /** It refused. */
  record Failed(Status.Code code, String text) implements Answer {
    static Failed of(Status status) {
      String text = status.getDescription();
      return new Failed(status.getCode(), text == null ? "" : text);
    }

    @Override
    public String toString() {
      return code + ": " + text;
    }
  }
}
