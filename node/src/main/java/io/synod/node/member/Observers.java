package io.synod.node.member;

import io.synod.core.Effects.Chosen;
import io.synod.core.MemberId;
import io.synod.core.Message;
import io.synod.core.replica.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells observers what the protocol has learned, turn by turn. Core thread only. */
final class Observers {

  private final long patienceMillis;
  private final List<Observer> all = new ArrayList<>();
  private final Ahead ahead = new Ahead();
  private Optional<MemberId> leader = Optional.empty();

  /** The first slot that is missing, 0 for none, since when, and up to where that was told. */
  private long missing;

  private long missingSince;
  private long told;

  /**
   * Nobody observes yet.
   *
   * @param patienceMillis how long slots have to be missing to be worth a word: what is on its way
   *     is missing too
   */
  Observers(long patienceMillis) {
    this.patienceMillis = patienceMillis;
  }

  void add(Observer observer, Replica replica) {
    if (all.isEmpty()) {
      leader = replica.leader();
    }
    all.add(observer);
    observer.begins(replica.chosen() + 1);
    observer.leader(leader);
    missing = 0;
    told = 0;
  }

  void remove(Observer observer) {
    all.remove(observer);
    ahead.clear();
  }

  /** A message came, and the protocol has seen it. */
  void received(Message message, Replica replica) {
    if (!all.isEmpty()) {
      ahead.received(message, replica.slots().last());
    }
  }

  void installed(long slot) {
    tell(observer -> observer.installed(slot));
  }

  void turnEnds(List<Chosen> chosen, Replica replica, long now) {
    if (all.isEmpty()) {
      return;
    }
    if (!chosen.isEmpty()) {
      tell(observer -> observer.chosen(chosen));
    }
    if (!leader.equals(replica.leader())) {
      leader = replica.leader();
      tell(observer -> observer.leader(leader));
    }
    lookForGap(replica.chosen() + 1, replica.announced(), now);
    List<Chosen> beyond = ahead.take(replica.chosen());
    if (!beyond.isEmpty()) {
      tell(observer -> observer.ahead(beyond));
    }
  }

  private void lookForGap(long first, long last, long now) {
    if (last < first) {
      missing = 0;
    } else if (first != missing) {
      missing = first;
      missingSince = now;
      told = Math.max(told, first - 1);
    } else if (last > told && now - missingSince >= patienceMillis) {
      long from = told + 1;
      told = last;
      tell(observer -> observer.missing(from, last));
    }
  }

  private void tell(Consumer<Observer> what) {
    all.forEach(what);
  }
}
