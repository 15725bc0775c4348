package io.synod.members.guests;

import io.synod.core.Bytes;
import io.synod.store.Outcome;
import io.synod.store.request.Refusal;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.WatchRequest;
import io.synod.store.wire.WatchResponse;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What guests may ask of a member. What is lost on the way is never answered. */
public interface Host {

  /** Hears what is said on a line. */
  interface Ear {

    /** A response has come. */
    void hears(WatchResponse response);

    /** The line is broken, and nothing more comes. */
    void isCutOff();
  }

  /** A connection on which a client watches. */
  interface Line {

    /** The client wants something. */
    void ask(WatchRequest request);

    /** The client hangs up, and hears nothing more. */
    void hangUp();
  }

  /**
   * What a read is answered.
   *
   * @param slot where the store stood
   * @param keys what was found; null if that was refused
   * @param refusal why; null if it was not
   */
  record Found(long slot, @Nullable List<KeyValue> keys, @Nullable Refusal refusal) {}

  /** Has a command chosen and applied, and tells what came of it. */
  void propose(Bytes command, Consumer<Outcome> done);

  /**
   * Reads.
   *
   * @param fresh whether everything has to be seen that was acknowledged before
   */
  void read(RangeRequest request, boolean fresh, Consumer<Found> done);

  /** Opens a line; null if nobody answers. */
  @Nullable Line connect(Ear ear);

  /** Where its store stands, and what lies in it; null while it does not run. */
  @Nullable Shelf shelf();
}
