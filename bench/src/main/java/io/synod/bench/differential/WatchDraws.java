package io.synod.bench.differential;

import io.synod.store.wire.WatchCancelRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchProgressRequest;
import io.synod.store.wire.WatchRequest;
import java.util.Random;

/** Random requests on watch streams. */
final class WatchDraws {
  private final Random random;
  private final Draws draws;

  WatchDraws(Random random, Draws draws) {
    this.random = random;
    this.draws = draws;
  }

  Step next() {
    int stream = random.nextInt(Generator.STREAMS);
    WatchRequest.Builder request = WatchRequest.newBuilder();
    return switch (random.nextInt(20)) {
      case 0 -> new Step.Close(stream);
      case 1 -> {
        var progress = WatchProgressRequest.getDefaultInstance();
        yield new Step.Watch(stream, request.setProgressRequest(progress).build());
      }
      case 2, 3, 4, 5 -> {
        var cancel = WatchCancelRequest.newBuilder().setWatchId(random.nextInt(9));
        yield new Step.Watch(stream, request.setCancelRequest(cancel).build());
      }
      case 6 -> new Step.Watch(stream, request.build());
      default -> new Step.Watch(stream, request.setCreateRequest(create()).build());
    };
  }

  private WatchCreateRequest create() {
    WatchCreateRequest.Builder create =
        WatchCreateRequest.newBuilder()
            .setKey(draws.key())
            .setRangeEnd(draws.end())
            .setPrevKv(random.nextBoolean())
            .setProgressNotify(draws.oneIn(5))
            .setFragment(draws.oneIn(5));
    if (draws.oneIn(2)) {
      create.setStartRevision(start());
    }
    if (draws.oneIn(3)) {
      create.setWatchId(random.nextInt(7));
    }
    for (int i = random.nextInt(5); i > 2; i--) {
      create.addFiltersValue(random.nextInt(2));
    }
    return create.build();
  }

  /** Of everything, with what was before, in pieces. */
  Step fragmented() {
    WatchCreateRequest create =
        WatchCreateRequest.newBuilder()
            .setKey(Draws.ZERO)
            .setRangeEnd(Draws.ZERO)
            .setPrevKv(true)
            .setFragment(true)
            .build();
    int stream = random.nextInt(Generator.STREAMS);
    return new Step.Watch(stream, WatchRequest.newBuilder().setCreateRequest(create).build());
  }

  private long start() {
    return switch (random.nextInt(6)) {
      case 5 -> draws.oneIn(10) ? -1 - random.nextInt(3) : Relative.revision(-random.nextInt(50));
      case 0 -> Relative.revision(1 + random.nextInt(20));
      case 1 -> Relative.revision(-random.nextInt(600));
      default -> Relative.revision(-random.nextInt(50));
    };
  }
}
