package io.synod.bench.report;

/**
 * One workload on one system in one round.
 *
 * @param perSecond requests answered per second
 * @param p50Millis half of the requests were answered within this
 * @param p99Millis 99 % of the requests were answered within this
 * @param cpuMicros processor time of all members together per request, user and system
 * @param residentMiB resident memory of the largest member at the end
 * @param peakMiB the largest resident memory of a member since it started
 * @param generatorMicros processor time of the load generator per request
 * @param errors failed requests; more than none make the measurement void
 */
public record Measurement(
    double perSecond,
    double p50Millis,
    double p99Millis,
    double cpuMicros,
    double residentMiB,
    double peakMiB,
    double generatorMicros,
    long errors) {}
