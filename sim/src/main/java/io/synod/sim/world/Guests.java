package io.synod.sim.world;

import io.synod.sim.check.Finding;

/** Clients that a level brings with it, for what only its members can do. */
public interface Guests {

  /** No clients. */
  Guests NONE =
      new Guests() {
        @Override
        public void begin() {}

        @Override
        public void end() {}

        @Override
        public boolean isDone() {
          return true;
        }

        @Override
        public String standing() {
          return "Nobody is there.";
        }

        @Override
        public void check() {}
      };

  /** The storm begins. */
  void begin();

  /** The storm is over: they ask for nothing new. */
  void end();

  /**
   * Nothing is wrong any more; have they got all that they wait for?
   *
   * @throws Finding if they ought to
   */
  boolean isDone();

  /** Says what they wait for. */
  String standing();

  /**
   * Looks at everything once more, at the end.
   *
   * @throws Finding if something is wrong
   */
  void check();
}
