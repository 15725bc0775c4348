package io.synod.store;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.MemberId;
import io.synod.node.member.MemberStatus;
import io.synod.node.requests.Reply;
import io.synod.store.request.Commands;
import io.synod.store.wire.LeaseTick;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A member with a clock of its own that lets the time of leases pass; moved by hand. */
final class Machine {

  /** A tick on its way. */
  record Proposed(Bytes command, Reply<Outcome> reply) {
    LeaseTick tick() {
      return (LeaseTick) Objects.requireNonNull(Commands.decode(command));
    }
  }

  final MemberId id;
  private final Driver driver;
  final List<Proposed> proposed = new ArrayList<>();
  long now;
  private long wakes;
  private Runnable task = () -> {};
  Ballot ballot = Ballot.NONE;

  Machine(long id, Driver driver) {
    this.driver = driver;
    this.id = new MemberId(id);
    new LeaseTicker(
            driver.store,
            this::status,
            (command, reply) -> proposed.add(new Proposed(command, reply)),
            () -> now,
            (millis, next) -> {
              wakes = now + millis;
              task = next;
            })
        .start();
  }

  private MemberStatus status() {
    Optional<MemberId> leader =
        ballot.round() == 0 ? Optional.empty() : Optional.of(ballot.member());
    return new MemberStatus(id, ballot, leader, 0, 0, 0, 0, 0, false);
  }

  /** Time passes, and the timer with it. */
  void run(long millis) {
    long end = now + millis;
    while (wakes <= end) {
      now = wakes;
      task.run();
    }
    now = end;
  }

  /** Time passes, and the process stands still; then it goes on. */
  void standStill(long millis) {
    now += millis;
    if (wakes <= now) {
      task.run();
    }
  }

  LeaseTick last() {
    return proposed.getLast().tick();
  }

  /** What was proposed last is applied, and answered. */
  void apply() throws IOException {
    Proposed tick = proposed.getLast();
    tick.reply().done(driver.outcome(tick.command()));
  }

  /** Ticks as long as nothing goes wrong. */
  void runAndApply(long millis) throws IOException {
    for (long end = now + millis; now < end; ) {
      int before = proposed.size();
      run(1);
      if (proposed.size() > before) {
        apply();
      }
    }
  }
}
