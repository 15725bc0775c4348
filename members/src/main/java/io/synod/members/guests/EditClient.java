package io.synod.members.guests;

import com.google.protobuf.ByteString;
import io.synod.members.model.ModelEvent;
import io.synod.members.model.StoreModel;
import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.world.World;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.wire.CompactionRequest;
import io.synod.store.wire.DeleteRangeRequest;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that changes many keys at once, compacts, and reads at revisions of all times. What it
 * reads has to be what was there then, or refused if that is compacted or yet to come.
 */
final class EditClient {

  private static final int LONGEST_REST = 60_000;
  private static final int ITEMS = 8;
  private static final int AHEAD = 3;
  private static final ByteString FROM = ByteString.copyFromUtf8("item ");
  private static final ByteString END = ByteString.copyFromUtf8("item!");
  private static final ByteString NO_END = ByteString.copyFrom(new byte[1]);

  private final World world;
  private final Chance chance;
  private final Asking asking;
  private final StoreModel model;
  private boolean over;

  EditClient(World world, Chance chance, Asking asking, StoreModel model) {
    this.world = world;
    this.chance = chance;
    this.asking = asking;
    this.model = model;
  }

  void begin() {
    rest();
  }

  void end() {
    over = true;
  }

  private void rest() {
    world.schedule.after(
        1L + chance.below(LONGEST_REST),
        () -> {
          if (!over) {
            call();
          }
        });
  }

  private void call() {
    switch (chance.below(8)) {
      case 0, 1 -> asking.propose(Commands.encode(puts()), _ -> rest(), this::rest);
      case 2 -> asking.propose(Commands.encode(put()), _ -> rest(), this::rest);
      case 3 -> asking.propose(Commands.encode(delete()), _ -> rest(), this::rest);
      case 4 -> compact();
      default -> read();
    }
  }

  private static ByteString item(int number) {
    return ByteString.copyFromUtf8("item " + number);
  }

  private PutRequest put() {
    return put(chance.below(ITEMS));
  }

  private PutRequest put(int item) {
    return PutRequest.newBuilder()
        .setKey(item(item))
        .setValue(ByteString.copyFromUtf8(asking.value()))
        .build();
  }

  /** Puts of some keys, and perhaps a delete of those after them. */
  private TxnRequest puts() {
    TxnRequest.Builder txn = TxnRequest.newBuilder();
    int most = chance.between(1, ITEMS - 2);
    for (int item = 0; item < most; item++) {
      if (chance.oneIn(2)) {
        txn.addSuccess(RequestOp.newBuilder().setRequestPut(put(item)));
      }
    }
    if (chance.oneIn(2)) {
      txn.addSuccess(
          RequestOp.newBuilder()
              .setRequestDeleteRange(
                  DeleteRangeRequest.newBuilder().setKey(item(most)).setRangeEnd(END)));
    }
    // A unique text for those that do nothing.
    txn.addSuccess(
        RequestOp.newBuilder()
            .setRequestPut(
                PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8("itel"))
                    .setValue(ByteString.copyFromUtf8(asking.value()))));
    return txn.build();
  }

  private DeleteRangeRequest delete() {
    int from = chance.below(ITEMS);
    DeleteRangeRequest.Builder delete = DeleteRangeRequest.newBuilder().setKey(item(from));
    return chance.oneIn(2)
        ? delete.build()
        : delete.setRangeEnd(item(from + chance.below(ITEMS - from))).build();
  }

  private void compact() {
    long revision = chance.oneIn(4) ? revision() : model.revision() - chance.below(ITEMS);
    asking.propose(
        Commands.encode(CompactionRequest.newBuilder().setRevision(revision).build()),
        _ -> rest(),
        this::rest);
  }

  private long revision() {
    int least = (int) Math.max(1, model.compacted() - AHEAD);
    return chance.between(least, (int) model.revision() + AHEAD);
  }

  private void read() {
    RangeRequest request =
        (chance.oneIn(3)
                ? RangeRequest.newBuilder().setKey(item(chance.below(ITEMS)))
                : RangeRequest.newBuilder()
                    .setKey(chance.oneIn(2) ? FROM : ByteString.copyFrom(new byte[1]))
                    .setRangeEnd(chance.oneIn(2) ? END : NO_END))
            .setRevision(chance.oneIn(5) ? 0 : revision())
            .build();
    asking.read(
        request,
        chance.oneIn(2),
        found -> {
          check(request, found);
          rest();
        },
        this::rest);
  }

  private void check(RangeRequest request, Host.Found found) {
    StoreModel.Standing standing = model.after(found.slot());
    long wanted = request.getRevision() == 0 ? standing.revision() : request.getRevision();
    if (wanted > standing.revision()) {
      isRefused(request, found, standing, Refusal.FUTURE_REVISION);
    } else if (wanted < standing.compacted()) {
      isRefused(request, found, standing, Refusal.COMPACTED);
    } else {
      isThatOf(
          request, found, standing, model.range(request.getKey(), request.getRangeEnd(), wanted));
    }
  }

  private static void isRefused(
      RangeRequest request, Host.Found found, StoreModel.Standing standing, Refusal refusal) {
    if (found.refusal() != refusal) {
      throw new Finding(
          "reads of the past",
          "A read at "
              + request.getRevision()
              + " ought to be refused with "
              + refusal
              + " at "
              + standing
              + ", and is answered "
              + found);
    }
  }

  private static void isThatOf(
      RangeRequest request, Host.Found found, StoreModel.Standing standing, List<ModelEvent> then) {
    List<KeyValue> expected = new ArrayList<>();
    then.forEach(event -> expected.add(event.keyValue()));
    if (!expected.equals(found.keys())) {
      throw new Finding(
          "reads of the past",
          "A read of "
              + request
              + " at "
              + standing
              + " ought to find "
              + expected
              + ", and finds "
              + found);
    }
  }
}
