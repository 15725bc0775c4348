package io.synod.store.map;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where an ordered map stays while the process does not run, and where another one can take its
 * place in one step.
 *
 * <p>Belongs to one thread.
 */
public interface MapHome {

  /** Opens the current map as its last flush left it; at first that is an empty one. */
  OrderedMap open() throws IOException;

  /**
   * Opens a second map, from what a {@link OrderedMap#checkpoint} wrote, beside the current one,
   * which stays the current one. A map that was staged before and not promoted is dropped.
   *
   * @param checkpoint the directory; its files may be moved away
   */
  OrderedMap stage(Path checkpoint) throws IOException;

  /**
   * Makes the staged map the current one, durably: after a crash within the call, one of the two
   * is.
   */
  void promote() throws IOException;

  /**
   * Removes what is left of maps that are not current; they have been closed. What cannot be
   * removed stays until next time.
   */
  void sweep();
}
