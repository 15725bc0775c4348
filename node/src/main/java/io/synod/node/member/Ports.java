package io.synod.node.member;

import io.synod.node.directory.Premises;
import io.synod.node.directory.RealPremises;
import io.synod.node.loop.Threads;
import io.synod.node.peers.Network;
import io.synod.node.peers.PeerNetwork;
import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Everything that a member has from the world around it.
 *
 * @param clock milliseconds since some moment; never goes back
 * @param random draws delays
 * @param secureRandom draws what must not be drawn twice, anywhere
 * @param premises takes the data directory
 * @param threads where its threads come from
 * @param network connects it with the other members
 */
public record Ports(
    LongSupplier clock,
    LongSupplier random,
    LongSupplier secureRandom,
    Premises.Opener premises,
    Threads threads,
    Network.Opener network) {

  /** The machine that this process runs on. */
  public static Ports real() {
    long epoch = System.nanoTime();
    return new Ports(
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - epoch),
        () -> ThreadLocalRandom.current().nextLong(),
        () -> new SecureRandom().nextLong(),
        RealPremises::take,
        Threads.real(),
        PeerNetwork::new);
  }

  /** The same with other connections. */
  public Ports withNetwork(Network.Opener other) {
    return new Ports(clock, random, secureRandom, premises, threads, other);
  }

  /** The same with other directories. */
  public Ports withPremises(Premises.Opener other) {
    return new Ports(clock, random, secureRandom, other, threads, network);
  }
}
