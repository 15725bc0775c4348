package io.synod.members.guests;

import com.google.protobuf.ByteString;
import io.synod.core.Bytes;
import io.synod.sim.chance.Chance;
import io.synod.sim.world.World;
import io.synod.store.Outcome;
import io.synod.store.answer.Answer;
import io.synod.store.request.Commands;
import io.synod.store.wire.LeaseGrantRequest;
import io.synod.store.wire.LeaseRenewal;
import io.synod.store.wire.LeaseRevokeRequest;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client that holds one lease after the other: it attaches keys, keeps the lease alive for a
 * while, and then ends it, or forgets it.
 */
final class LeaseClient {

  private static final List<Integer> SECONDS = List.of(1, 1, 2, 2, 3);
  private static final int LONGEST_REST = 300_000;
  private static final int MOST_KEYS = 3;
  private static final int MOST_RENEWALS = 6;
  private static final int SECOND = 1_000_000;

  private final World world;
  private final Chance chance;
  private final Asking asking;

  /** Of the lease, never used twice. */
  private long id;

  private final long step;
  private int seconds;
  private int renewals;
  private boolean over;

  /**
   * A client without a lease.
   *
   * @param first the id before its first lease
   * @param step from one of its ids to the next
   */
  LeaseClient(World world, Chance chance, Asking asking, long first, long step) {
    this.world = world;
    this.chance = chance;
    this.asking = asking;
    this.id = first;
    this.step = step;
  }

  void begin() {
    world.schedule.after(chance.below(LONGEST_REST), this::grant);
  }

  void end() {
    over = true;
  }

  private void grant() {
    if (over) {
      return;
    }
    id += step;
    seconds = chance.of(SECONDS);
    renewals = chance.below(MOST_RENEWALS);
    ask(
        Commands.encode(LeaseGrantRequest.newBuilder().setID(id).setTTL(seconds).build()),
        outcome -> {
          if (outcome instanceof Outcome.Ok) {
            attach();
          } else {
            later(this::grant, LONGEST_REST);
          }
        },
        this::grant);
  }

  private void attach() {
    TxnRequest.Builder puts = TxnRequest.newBuilder();
    for (int i = chance.below(MOST_KEYS); i >= 0; i--) {
      puts.addSuccess(
          RequestOp.newBuilder()
              .setRequestPut(
                  PutRequest.newBuilder()
                      .setKey(ByteString.copyFromUtf8("lease " + id + " " + i))
                      .setValue(ByteString.copyFromUtf8(asking.value()))
                      .setLease(id)));
    }
    ask(Commands.encode(puts.build()), _ -> keep(), this::keep);
  }

  private void keep() {
    if (renewals-- > 0) {
      later(this::renew, seconds * SECOND);
    } else if (chance.oneIn(3)) {
      ask(
          Commands.encode(LeaseRevokeRequest.newBuilder().setID(id).build()),
          _ -> later(this::grant, LONGEST_REST),
          this::grant);
    } else {
      later(this::grant, LONGEST_REST);
    }
  }

  private void renew() {
    ask(
        Commands.encode(LeaseRenewal.newBuilder().addIds(id).build()),
        outcome -> {
          boolean lives =
              outcome instanceof Outcome.Ok(Answer.Renewed renewed)
                  && renewed.ttls().getFirst() > 0;
          if (!lives) {
            later(this::grant, LONGEST_REST);
          } else if (chance.oneIn(4)) {
            attach();
          } else {
            keep();
          }
        },
        this::keep);
  }

  private void later(Runnable then, int most) {
    world.schedule.after(1L + chance.below(most), () -> unlessOver(then));
  }

  private void ask(Bytes command, Consumer<Outcome> done, Runnable lost) {
    if (!over) {
      asking.propose(command, outcome -> unlessOver(() -> done.accept(outcome)), lost);
    }
  }

  private void unlessOver(Runnable then) {
    if (!over) {
      then.run();
    }
  }
}
