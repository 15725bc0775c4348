package io.synod.bench.load;

/**
 * How much a server may send before its client has taken it, in bytes.
 *
 * @param connection on all streams of a connection together
 * @param stream on one stream
 * @param socket what the system keeps of what was not read; 0 leaves that to the system
 */
public record Windows(int connection, int stream, int socket) {
  /** What HTTP/2 begins with. */
  static final int DEFAULT = 65_535;

  /** Nobody ever waits for the client. */
  public static final Windows LARGE = new Windows(1 << 28, 1 << 24, 0);

  /** As a client that says nothing about it, and whose system keeps little for it. */
  public static final Windows SMALL = new Windows(DEFAULT, DEFAULT, DEFAULT);
}
