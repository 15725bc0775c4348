package io.synod.server.front;

import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the calls of one connection whose time is over.
 *
 * <p>Nearly all calls end long before. So there is no timer for each, but one for the first
 * deadline that is known; when it fires, it looks for what is over and for the next.
 */
final class Deadlines {

  /** For calls without a deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long AT_LEAST_BETWEEN = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MOST_DIGITS = 8;

  private final Http2Connection connection;
  private final long start = System.nanoTime();
  private long next = NEVER;
  private @Nullable ScheduledFuture<?> timer;

  Deadlines(Http2Connection connection) {
    this.connection = connection;
  }

  private long now() {
    return System.nanoTime() - start;
  }

  /**
   * When a call's time is over.
   *
   * @param timeout gRPC's header: up to eight digits and a unit
   * @return in nanoseconds of this object's clock, negative if it is not a timeout
   */
  long after(@Nullable CharSequence timeout) {
    if (timeout == null) {
      return NEVER;
    }
    int digits = timeout.length() - 1;
    if (digits < 1 || digits > MOST_DIGITS) {
      return -1;
    }
    long count = 0;
    for (int i = 0; i < digits; i++) {
      int digit = timeout.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      count = 10 * count + digit;
    }
    long nanos =
        switch (timeout.charAt(digits)) {
          case 'H' -> TimeUnit.HOURS.toNanos(count);
          case 'M' -> TimeUnit.MINUTES.toNanos(count);
          case 'S' -> TimeUnit.SECONDS.toNanos(count);
          case 'm' -> TimeUnit.MILLISECONDS.toNanos(count);
          case 'u' -> TimeUnit.MICROSECONDS.toNanos(count);
          case 'n' -> count;
          default -> -1;
        };
    if (nanos < 0) {
      return -1;
    }
    // A hundred million hours are more than the clock can count.
    return nanos > NEVER / 2 ? NEVER : now() + nanos;
  }

  /** A call has begun that has to end by then. */
  void add(long deadline) {
    if (deadline < next) {
      schedule(deadline);
    }
  }

  private void schedule(long deadline) {
    cancel();
    next = deadline;
    long delay = Math.max(AT_LEAST_BETWEEN, deadline - now());
    timer = connection.eventLoop().schedule(this::fire, delay, TimeUnit.NANOSECONDS);
  }

  /** No call is waited for any more. */
  void cancel() {
    ScheduledFuture<?> scheduled = timer;
    if (scheduled != null) {
      var _ = scheduled.cancel(false);
      timer = null;
    }
    next = NEVER;
  }

  private void fire() {
    timer = null;
    next = NEVER;
    long now = now();
    List<Served> late = new ArrayList<>();
    long earliest = earliest(now, late);
    late.forEach(Served::expire);
    if (earliest < next) {
      schedule(earliest);
    }
  }

  /** The first deadline that is to come, and the calls whose time is over. */
  private long earliest(long now, List<Served> late) {
    long[] earliest = {NEVER};
    try {
      connection
          .connection()
          .forEachActiveStream((Http2Stream stream) -> {
            Served served = connection.servedOn(stream);
            if (served != null && served.deadline() <= now) {
              late.add(served);
            } else if (served != null) {
              earliest[0] = Math.min(earliest[0], served.deadline());
            }
            return true;
          });
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    return earliest[0];
  }
}
