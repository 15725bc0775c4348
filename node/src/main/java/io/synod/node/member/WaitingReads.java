package io.synod.node.member;

import io.synod.node.Failure;
import io.synod.node.requests.Admission;
import io.synod.node.requests.Answers;
import io.synod.node.requests.ReadGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The reads of this member's clients, in groups, from their arrival until they are answered. Core
 * thread only.
 */
final class WaitingReads {

  /** Takes a group that may proceed once a slot is applied. */
  @FunctionalInterface
  interface Granted {
    void accept(ReadGroup group, long slot);
  }

  private final Admission admission;
  private final Deque<ReadGroup> asked = new ArrayDeque<>();

  /** Granted, but perhaps not answered yet. */
  private final Deque<ReadGroup> granted = new ArrayDeque<>();

  private List<ReadGroup.Read> fresh = new ArrayList<>();
  private long lastId;

  WaitingReads(Admission admission) {
    this.admission = admission;
  }

  void add(ReadGroup.Read read) {
    fresh.add(read);
  }

  boolean anyFresh() {
    return !fresh.isEmpty();
  }

  /** Makes a group of those that came since the last call, and returns its number. */
  long group() {
    ReadGroup group = new ReadGroup(++lastId, fresh, admission);
    fresh = new ArrayList<>();
    asked.add(group);
    return lastId;
  }

  /** The groups up to a number may proceed. */
  void grant(long upTo, long slot, Granted to) {
    for (ReadGroup group = asked.peek();
        group != null && group.id() <= upTo;
        group = asked.peek()) {
      asked.remove();
      while (!granted.isEmpty() && granted.peek().isAnswered()) {
        granted.remove();
      }
      granted.add(group);
      to.accept(group, slot);
    }
  }

  void expire(long now, Failure failure, Answers answers) {
    expire(asked, now, failure, answers);
    expire(granted, now, failure, answers);
  }

  private static void expire(Deque<ReadGroup> groups, long now, Failure failure, Answers answers) {
    for (ReadGroup group = groups.peek();
        group != null && group.deadline() <= now;
        group = groups.peek()) {
      groups.remove();
      group.failed(failure, answers);
    }
  }

  void failAll(Failure failure, Answers answers) {
    if (anyFresh()) {
      group();
    }
    expire(Long.MAX_VALUE, failure, answers);
  }
}
