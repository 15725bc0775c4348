package io.synod.sim.sample;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a replay would not repeat, each kind in a class of its own. */
public final class Unrepeatable {

  private Unrepeatable() {}

  /** Looks at a clock. */
  public static final class Clock {
    long now() {
      return System.currentTimeMillis();
    }
  }

  /** Looks at another clock. */
  public static final class Stopwatch {
    long now() {
      return System.nanoTime();
    }
  }

  /** Draws from chance of its own. */
  public static final class Dice {
    int throwDice() {
      return new Random().nextInt(6);
    }
  }

  /** Draws a number. */
  public static final class Coin {
    boolean isHeads() {
      return Math.random() < 0.5;
    }
  }

  /** Draws a name. */
  public static final class Name {
    UUID draw() {
      return UUID.randomUUID();
    }
  }

  /** Begins a thread. */
  public static final class Beginner {
    void begin() {
      Thread.ofVirtual().start(() -> {});
    }
  }

  /** Prints. */
  public static final class Printer {
    void print() {
      System.out.println("here");
    }
  }

  /** Makes a map in the order of hashes. */
  public static final class HashedMap {
    Map<String, String> make() {
      return new HashMap<>();
    }
  }

  /** Makes a set in the order of hashes. */
  public static final class HashedSet {
    Set<String> make() {
      return new HashSet<>();
    }
  }

  /** Makes a small set whose order differs from JVM to JVM. */
  public static final class SetOfFew {
    Set<String> make() {
      return Set.of("one", "other");
    }
  }

  /** Collects into a set in the order of hashes. */
  public static final class Collector {
    Set<String> collect(List<String> all) {
      return all.stream().collect(Collectors.toSet());
    }
  }

  /** Orders by what the JVM draws for an object. */
  public static final class Identity {
    int order(Object any) {
      return System.identityHashCode(any);
    }
  }
}
