package io.synod.members.guests;

import com.google.protobuf.ByteString;
import io.synod.members.model.StoreModel;
import io.synod.sim.chance.Chance;
import io.synod.sim.check.Finding;
import io.synod.sim.world.World;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchCreateRequest.FilterType;
import io.synod.store.wire.WatchProgressRequest;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A client that watches a few ranges of keys on one line, and opens another one, at any member,
 * when that breaks or it feels like it: from the revision after the last that it was told.
 */
final class WatchClient implements Host.Ear {

  private static final int MOST_WATCHES = 3;

  /** A watch that has ended gets a new number, so many further on. */
  static final int NUMBERS = 10;

  private static final int LONGEST_CALL = 1_500_000;
  private static final int LONGEST_REST = 60_000;
  private static final int AHEAD = 12;

  private static final List<String> SINGLE = List.of("key 0", "key 1", "item 0", "item 3");
  private static final List<String> PREFIXES = List.of("key ", "item ", "lease ", "lease 1");

  private final World world;
  private final Chance chance;
  private final StoreModel model;
  private final IntFunction<Host> hosts;
  private final List<Watched> watches = new ArrayList<>();
  private Host.@Nullable Line line;

  /** Counts lines, so that what was meant for an older one is void. */
  private int lines;

  private boolean over;

  WatchClient(World world, Chance chance, StoreModel model, IntFunction<Host> hosts) {
    this.hosts = hosts;
    this.world = world;
    this.chance = chance;
    this.model = model;
    for (int i = chance.below(MOST_WATCHES); i >= 0; i--) {
      watches.add(new Watched(draw(watches.size() + 1L), model));
    }
  }

  private WatchCreateRequest draw(long id) {
    WatchCreateRequest.Builder wish = WatchCreateRequest.newBuilder().setWatchId(id);
    if (chance.oneIn(4)) {
      wish.setKey(ByteString.copyFromUtf8(chance.of(SINGLE)));
    } else if (chance.oneIn(3)) {
      wish.setRangeEnd(ByteString.copyFrom(new byte[1]));
    } else {
      ByteString prefix = ByteString.copyFromUtf8(chance.of(PREFIXES));
      int last = prefix.size() - 1;
      byte[] end = prefix.toByteArray();
      end[last]++;
      wish.setKey(prefix).setRangeEnd(ByteString.copyFrom(end));
    }
    if (chance.oneIn(6)) {
      wish.addFilters(chance.oneIn(2) ? FilterType.NOPUT : FilterType.NODELETE);
    }
    return wish.setPrevKv(chance.oneIn(2))
        .setFragment(chance.oneIn(4))
        .setProgressNotify(!chance.oneIn(3))
        .build();
  }

  void begin() {
    world.schedule.after(chance.below(LONGEST_CALL), this::connect);
  }

  /** It goes on to listen, but does not hang up any more. */
  void end() {
    over = true;
    if (line == null) {
      connect();
    }
  }

  private void connect() {
    if (line != null) {
      return;
    }
    Host host = hosts.apply(chance.below(world.quorums.members().size()));
    Host.Line opened = host.connect(this);
    if (opened == null) {
      rest();
      return;
    }
    line = opened;
    int mine = ++lines;
    watches.forEach(this::create);
    world.schedule.after(
        1L + chance.below(LONGEST_CALL),
        () -> {
          if (lines == mine && !over) {
            isCutOff();
            opened.hangUp();
          }
        });
  }

  private void create(Watched watch) {
    Host.Line to = line;
    if (to == null) {
      return;
    }
    if (watch.next() == 0 && chance.oneIn(2)) {
      watch.startAt(anyRevision());
    }
    to.ask(WatchRequest.newBuilder().setCreateRequest(watch.wish()).build());
    if (chance.oneIn(4)) {
      to.ask(
          WatchRequest.newBuilder()
              .setProgressRequest(WatchProgressRequest.getDefaultInstance())
              .build());
    }
  }

  /** Of the past, perhaps compacted, or of the future. */
  private long anyRevision() {
    int newest = (int) model.revision();
    return chance.oneIn(4) ? newest + 1L + chance.below(AHEAD) : 1L + chance.below(newest);
  }

  private void rest() {
    world.schedule.after(1L + chance.below(LONGEST_REST), this::connect);
  }

  @Override
  public void isCutOff() {
    line = null;
    lines++;
    watches.forEach(Watched::cutOff);
    rest();
  }

  @Override
  public void hears(WatchResponse response) {
    if (response.getWatchId() < 0) {
      watches.forEach(watch -> watch.progress(response));
      return;
    }
    Watched watch = watches.get((int) (response.getWatchId() % NUMBERS) - 1);
    if (watch.hears(response)) {
      int mine = lines;
      world.schedule.after(
          1L + chance.below(LONGEST_REST),
          () -> {
            if (lines == mine) {
              create(watch);
            }
          });
    }
  }

  /** Whether all that was written has come. */
  boolean isDone() {
    return watches.stream().allMatch(Watched::isDone);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s", line == null ? "not connected:" : "", watches);
  }

  /** An accusation. */
  static Finding accuse(String rule, String sentence) {
    return new Finding("watches: " + rule, sentence);
  }
}
