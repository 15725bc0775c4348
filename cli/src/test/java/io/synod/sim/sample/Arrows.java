package io.synod.sim.sample;

/** Arrows that are not there. */
public final class Arrows {

  private Arrows() {}

  /** Uses node. */
  public static final class ToNode {
    Class<?> used() {
      return io.synod.node.StartException.class;
    }
  }

  /** Uses members. */
  public static final class ToMembers {
    Class<?> used() {
      return io.synod.members.MemberSimulation.class;
    }
  }

  /** Uses more than the plain JDK. */
  public static final class ToConcurrency {
    Class<?> used() {
      return java.util.concurrent.CompletableFuture.class;
    }
  }
}
