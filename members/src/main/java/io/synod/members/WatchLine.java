package io.synod.members;

import io.synod.members.guests.Host;
import io.synod.sim.chance.Chance;
import io.synod.sim.world.World;
import io.synod.store.follow.Client;
import io.synod.store.follow.Desk;
import io.synod.store.follow.Feed;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The connection of a client that watches. What is sent arrives in order, or not at all once the
 * line is broken; only so much can be on its way, and some clients read slowly.
 */
final class WatchLine implements Client, Host.Line {

  private static final int WIRE = 1_000;
  private static final int SLOW = 100_000;
  private static final int SEARCH = 3_000;
  private static final int SLOW_SEARCH = 300_000;
  private static final List<Integer> ROOM = List.of(1, 3, 20);

  private final World world;
  private final int member;
  private final Life life;
  private final Chance chance;
  private final Host.Ear ear;
  private final Feed feed;
  private final int room;
  private final int delay;
  private final int search;
  private final boolean leaderWanted;
  private long lastArrival;
  private long lastRequest;
  private int underWay;
  private boolean broken;
  private boolean hungUp;

  WatchLine(World world, int member, Life life, Desk desk, Chance chance, Host.Ear ear) {
    this.member = member;
    this.world = world;
    this.life = life;
    this.chance = chance;
    this.ear = ear;
    this.room = chance.of(ROOM);
    this.delay = chance.oneIn(3) ? SLOW : WIRE;
    this.search = chance.oneIn(4) ? SLOW_SEARCH : SEARCH;
    this.leaderWanted = chance.oneIn(3);
    this.feed = new Feed(desk, this);
  }

  private void note(String what, Object message) {
    world.note(member, () -> what + " " + message.toString().replaceAll("\\s+", " "));
  }

  // What the client does.

  @Override
  public void ask(WatchRequest request) {
    note("is asked for", request);
    lastRequest = Math.max(lastRequest, world.micros() + chance.below(WIRE));
    world.schedule.after(
        lastRequest - world.micros(),
        () ->
            life.after(
                0,
                () -> {
                  if (!broken) {
                    feed.received(request);
                  }
                }));
  }

  @Override
  public void hangUp() {
    note("a client", "hangs up");
    broken = true;
    hungUp = true;
    life.after(chance.below(SLOW), feed::closed);
  }

  // What the member does.

  @Override
  public boolean isReady() {
    return underWay < room;
  }

  @Override
  public boolean isOver() {
    return broken;
  }

  @Override
  public boolean requiresLeader() {
    return leaderWanted;
  }

  @Override
  public void send(WatchResponse response) {
    note("tells a watch", response);
    underWay++;
    lastArrival =
        Math.max(lastArrival, world.micros() + chance.below(world.isStormy() ? delay : WIRE));
    world.trace.mix(response.toByteString().hashCode());
    world.schedule.after(lastArrival - world.micros(), () -> arrive(response));
  }

  private void arrive(WatchResponse response) {
    underWay--;
    if (broken) {
      return;
    }
    life.after(
        0,
        () -> {
          if (!broken && isReady()) {
            feed.ready();
          }
        });
    ear.hears(response);
  }

  @Override
  public void send(WatchResponse head, byte[] events) {
    try {
      send(WatchResponse.newBuilder().mergeFrom(head).mergeFrom(events).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void find(Runnable reading) {
    life.after(chance.below(world.isStormy() ? search : SEARCH), reading::run);
  }

  @Override
  public void end(End why) {
    cut();
    life.after(0, feed::closed);
  }

  /** The line breaks; the client notices in time. */
  void cut() {
    if (!broken) {
      note("a client", "is cut off");
      broken = true;
      world.schedule.after(
          chance.below(SLOW),
          () -> {
            if (!hungUp) {
              ear.isCutOff();
            }
          });
    }
  }
}
