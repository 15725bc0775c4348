package io.synod.server.front;

import io.synod.server.front.GrpcStatus.Code;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts one method's calls by how they ended, and takes their time while somebody wants to know
 * it. Any thread may count and read.
 */
public final class CallMeter {

  private final String service;
  private final String method;
  private final Map<Code, LongAdder> ended = new EnumMap<>(Code.class);
  private volatile @Nullable Latencies latencies;

  /**
   * Nothing has ended yet.
   *
   * @param service the service with its package
   * @param method the method
   */
  public CallMeter(String service, String method) {
    this.service = service;
    this.method = method;
    for (Code code : Code.values()) {
      ended.put(code, new LongAdder());
    }
  }

  /** The service with its package. */
  public String service() {
    return service;
  }

  /** The method. */
  public String method() {
    return method;
  }

  void count(Code code) {
    of(code).increment();
  }

  /** How many calls ended with a code. */
  public LongAdder of(Code code) {
    return Objects.requireNonNull(ended.get(code));
  }

  /** Takes the time of unary calls from now on, or no longer: null. */
  public void time(@Nullable Latencies into) {
    latencies = into;
  }

  /** When a call begins whose time is to be taken; 0 if it is not. */
  long begin() {
    return latencies == null ? 0 : System.nanoTime() | 1;
  }

  /** A call has succeeded. */
  void took(long begun) {
    Latencies into = latencies;
    if (begun != 0 && into != null) {
      into.add(System.nanoTime() - begun);
    }
  }
}
