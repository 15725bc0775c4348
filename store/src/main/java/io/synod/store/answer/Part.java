package io.synod.store.answer;

import io.synod.store.mvcc.Keys;
import java.nio.ByteBuffer;

/** A stretch of an encoded message that is written once, in as many steps as it takes. */
interface Part {

  /** How many bytes it has in all. */
  long size();

  /**
   * Writes on, until all is written or there is no room any more.
   *
   * @return whether all is written
   */
  boolean write(Keys keys, ByteBuffer out);

  /** How many bytes of values it keeps at hand for its next step. */
  default long held() {
    return 0;
  }

  /** Keeps nothing at hand; what is needed is read again. */
  default void letGo() {}
}
