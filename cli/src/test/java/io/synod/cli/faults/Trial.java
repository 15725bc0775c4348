package io.synod.cli.faults;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * What clients saw of one fault.
 *
 * @param hub milliseconds until a write through the member that reaches a quorum was acknowledged
 * @param all the same for the last of all members through which writes have to go on
 * @param silence milliseconds of the longest time in which no write through the hub was
 *     acknowledged
 * @param changes how often somebody new led
 */
record Trial(OptionalLong hub, OptionalLong all, long silence, int changes) {
  private static final long NANOS = 1_000_000;

  static Trial of(Probe probe, int hub, List<Integer> served) {
    boolean each = served.stream().allMatch(member -> probe.first(member).isPresent());
    OptionalLong all =
        each
            ? served.stream().mapToLong(it -> probe.first(it).orElseThrow() / NANOS).max()
            : OptionalLong.empty();
    OptionalLong first = probe.first(hub);
    return new Trial(
        first.isPresent() ? OptionalLong.of(first.getAsLong() / NANOS) : first,
        all,
        probe.longestSilence(hub) / NANOS,
        probe.leaderChanges());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "next write through the hub %s, through all %s, longest silence %d ms, leader"
            + " changes %d",
        text(hub),
        text(all),
        silence,
        changes);
  }

  private static String text(OptionalLong millis) {
    return millis.isPresent() ? millis.getAsLong() + " ms" : "none";
  }
}
