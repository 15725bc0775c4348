package io.synod.bench.transport;

/**
 * Two sides on loopback with a stream in each direction, each on an event loop of its own. The far
 * side answers every message with one of eight bytes.
 */
public interface Transport extends AutoCloseable {
  /** Told when an answer has come, on an event loop. */
  interface Answered {
    /** One more answer has come; they come in the order of the messages. */
    void answered();
  }

  /**
   * Connects the two sides. Called once.
   *
   * @param answered told of each answer
   * @return what the near side sends with
   */
  Endpoint open(Answered answered) throws Exception;

  @Override
  void close();
}
