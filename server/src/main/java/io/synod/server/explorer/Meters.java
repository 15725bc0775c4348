package io.synod.server.explorer;

import io.synod.server.front.CallMeter;
import io.synod.server.front.GrpcStatus.Code;
import io.synod.server.front.Latencies;
import java.util.List;

/** The calls of one kind that clients make through the member. One thread at a time. */
final class Meters {

  private final List<CallMeter> meters;
  private final Latencies latencies = new Latencies();
  private long counted;

  Meters(List<CallMeter> meters) {
    this.meters = List.copyOf(meters);
  }

  /** Takes their times from now on. */
  void start() {
    meters.forEach(meter -> meter.time(latencies));
    var _ = take(1);
  }

  /** Takes them no longer. */
  void stop() {
    meters.forEach(meter -> meter.time(null));
  }

  /**
   * What succeeded since the last call.
   *
   * @param seconds how long ago that was
   */
  Pace.Calls take(double seconds) {
    long all = meters.stream().mapToLong(meter -> meter.of(Code.OK).sum()).sum();
    double rate = (all - counted) / seconds;
    counted = all;
    return new Pace.Calls(rate, latencies.take(0.5, 0.99));
  }
}
