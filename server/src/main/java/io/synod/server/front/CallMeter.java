package io.synod.server.front;

import io.synod.server.front.GrpcStatus.Code;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts one method's calls by how they ended. Any thread may count and read.
 *
 * @param service the service with its package
 * @param method the method
 * @param ended how many ended with each code
 */
public record CallMeter(String service, String method, Map<Code, LongAdder> ended) {

  /** Nothing has ended yet. */
  public CallMeter(String service, String method) {
    this(service, method, new EnumMap<>(Code.class));
    for (Code code : Code.values()) {
      ended.put(code, new LongAdder());
    }
  }

  void count(Code code) {
    of(code).increment();
  }

  /** How many calls ended with a code. */
  public LongAdder of(Code code) {
    return Objects.requireNonNull(ended.get(code));
  }
}
