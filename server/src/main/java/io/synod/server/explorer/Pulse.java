package io.synod.server.explorer;

import io.synod.core.MemberId;
import io.synod.node.member.Survey;
import io.synod.node.member.Traffic;
import io.synod.server.front.CallMeter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the pace, from one second to the next, while somebody looks. One thread at a time. */
final class Pulse {

  private static final long LEAST_MILLIS = 900;
  private static final double MILLIS = 1_000;

  /** What was counted, and when. */
  private record Count(long at, long slots, long revisions, Map<MemberId, Traffic> traffic) {}

  private final Meters writes;
  private final Meters reads;
  private Optional<Count> before = Optional.empty();
  private Optional<Pace> pace = Optional.empty();

  Pulse(List<CallMeter> writes, List<CallMeter> reads) {
    this.writes = new Meters(writes);
    this.reads = new Meters(reads);
  }

  void start() {
    writes.start();
    reads.start();
  }

  void stop() {
    writes.stop();
    reads.stop();
    before = Optional.empty();
    pace = Optional.empty();
  }

  /** The pace of the last second or so; empty before one has passed. */
  Optional<Pace> feel(Survey survey, long slots, long revision) {
    Map<MemberId, Traffic> traffic = new HashMap<>();
    survey.traffic().forEach(link -> traffic.put(link.member(), link));
    Count now = new Count(survey.now(), slots, revision, traffic);
    if (before.isEmpty()) {
      before = Optional.of(now);
    } else if (now.at() - before.get().at() >= LEAST_MILLIS) {
      pace = Optional.of(pace(before.get(), now));
      before = Optional.of(now);
    }
    return pace;
  }

  private Pace pace(Count last, Count now) {
    double seconds = (now.at() - last.at()) / MILLIS;
    Map<MemberId, Pace.Link> links = new HashMap<>();
    now.traffic()
        .forEach((member, link) -> {
          Traffic old = last.traffic().getOrDefault(member, link);
          links.put(
              member,
              new Pace.Link(
                  (link.sent() - old.sent()) / seconds,
                  (link.received() - old.received()) / seconds));
        });
    return new Pace(
        (now.slots() - last.slots()) / seconds,
        (now.revisions() - last.revisions()) / seconds,
        writes.take(seconds),
        reads.take(seconds),
        links);
  }
}
