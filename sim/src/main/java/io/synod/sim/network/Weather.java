package io.synod.sim.network;

/**
 * How a link treats messages.
 *
 * @param loss thousandths of the messages that never arrive
 * @param duplication thousandths of the messages that arrive twice
 * @param delay microseconds that a message typically takes
 * @param tail thousandths of the messages that take many times as long
 * @param late thousandths of the messages of which a copy goes astray and arrives much later,
 *     whatever has become of the link and of both ends by then
 * @param lateness microseconds after which such a copy arrives at the latest
 * @param leak thousandths of the messages that arrive although the link is cut
 */
public record Weather(
    int loss, int duplication, long delay, int tail, int late, long lateness, int leak) {

  /** Every message arrives, once, soon. */
  public static Weather fair(long delay) {
    return new Weather(0, 0, delay, 0, 0, 0, 0);
  }
}
