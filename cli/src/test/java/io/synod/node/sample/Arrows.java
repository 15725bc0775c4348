package io.synod.node.sample;

/** Arrows that are not there. */
public final class Arrows {

  private Arrows() {}

  /** Uses store. */
  public static final class ToStore {
    Class<?> used() {
      return io.synod.store.EtcdStore.class;
    }
  }

  /** Uses sim. */
  public static final class ToSim {
    Class<?> used() {
      return io.synod.sim.Simulation.class;
    }
  }

  /** Knows what keys are stored in. */
  public static final class ToRocks {
    Class<?> used() {
      return org.rocksdb.RocksDB.class;
    }
  }

  /** Knows HTTP. */
  public static final class ToHttp {
    Class<?> used() {
      return io.netty.handler.codec.http.HttpMethod.class;
    }
  }

  /** Ends the process. */
  public static final class Exit {
    void end() {
      System.exit(1);
    }
  }
}
