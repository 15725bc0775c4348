package io.synod.core.transcript;

import io.synod.core.MemberId;
import io.synod.core.Message;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Messages on their way: a queue for each direction of each pair, from which a transcript takes by
 * hand.
 */
final class Network {

  /** One direction of a pair of members. */
  record Link(MemberId from, MemberId to) implements Comparable<Link> {

    private static final Comparator<Link> ORDER =
        Comparator.comparing(Link::from).thenComparing(Link::to);

    @Override
    public int compareTo(Link other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return Words.member(from) + " -> " + Words.member(to);
    }
  }

  private final SortedMap<Link, Deque<Message>> queues = new TreeMap<>();
  private final Set<Link> cut = new HashSet<>();

  /** Puts a message on its way; returns whether the link carries it. */
  boolean send(Link link, Message message) {
    if (cut.contains(link)) {
      return false;
    }
    queue(link).add(message);
    return true;
  }

  /** What waits on a link, the oldest first. */
  Deque<Message> queue(Link link) {
    return queues.computeIfAbsent(link, any -> new ArrayDeque<>());
  }

  /** The first link on which anything waits; only heartbeats count if the caller wants no more. */
  Optional<Link> busy(boolean heartbeats) {
    return queues.entrySet().stream()
        .filter(entry ->
            entry.getValue().stream().anyMatch(message -> !heartbeats || isHeartbeat(message)))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Takes the oldest heartbeat out of a link. */
  Message takeHeartbeat(Link link) {
    Deque<Message> queue = queue(link);
    Message heartbeat = queue.stream().filter(Network::isHeartbeat).findFirst().orElseThrow();
    queue.removeFirstOccurrence(heartbeat);
    return heartbeat;
  }

  /** Cuts a link: what is on it is lost, and what will be sent. */
  void cut(Link link) {
    cut.add(link);
    queue(link).clear();
  }

  void heal() {
    cut.clear();
  }

  static boolean isHeartbeat(Message message) {
    return message instanceof Message.Heartbeat;
  }
}
