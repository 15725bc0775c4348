package io.synod.core.sample;

/** Arrows that are not there. */
public final class Arrows {

  private Arrows() {}

  /** Uses sim. */
  public static final class ToSim {
    Class<?> used() {
      return io.synod.sim.Simulation.class;
    }
  }

  /** Uses node. */
  public static final class ToNode {
    Class<?> used() {
      return io.synod.node.StartException.class;
    }
  }

  /** Uses more than the plain JDK. */
  public static final class ToFiles {
    Class<?> used() {
      return java.nio.file.Path.class;
    }
  }
}
