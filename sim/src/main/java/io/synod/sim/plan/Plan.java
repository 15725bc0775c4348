package io.synod.sim.plan;

import io.synod.core.Settings;
import io.synod.sim.chance.Chance;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one run does: a seed, and the figures drawn from it, some of them perhaps set by hand. The
 * same plan gives the same run.
 */
public final class Plan {

  private static final Knob[] KNOBS = Knob.values();

  private final long seed;

  /** Of every knob. */
  private final Map<Knob, Integer> values = new EnumMap<>(Knob.class);

  private Plan(long seed, Map<Knob, Integer> values) {
    this.seed = seed;
    for (Knob knob : KNOBS) {
      this.values.put(knob, values.getOrDefault(knob, knob.least()));
    }
  }

  /** The plan of a seed. */
  public static Plan of(long seed) {
    Chance chance = new Chance(seed);
    Map<Knob, Integer> values = new EnumMap<>(Knob.class);
    for (Knob knob : KNOBS) {
      values.put(knob, knob.draw(chance.fork()));
    }
    return new Plan(seed, values);
  }

  /** A plan in which nothing goes wrong, with the settings of members that were told nothing. */
  public static Plan still() {
    Settings usual = Settings.DEFAULT;
    return new Plan(0, new EnumMap<>(Knob.class))
        .with(Knob.HEARTBEAT, usual.heartbeatMillis())
        .with(Knob.ELECTION, usual.electionMillis() / usual.heartbeatMillis())
        .with(Knob.WINDOW_SLOTS, usual.windowSlots())
        .with(Knob.WINDOW_BYTES, (int) usual.windowBytes())
        .with(Knob.BATCH_COMMANDS, usual.batchCommands())
        .with(Knob.BATCH_BYTES, (int) usual.batchBytes())
        .with(Knob.PENDING, usual.pendingCommands())
        .with(Knob.LOG_BYTES, (int) usual.logBytes());
  }

  /** The same plan but for one figure. */
  public Plan with(Knob knob, int value) {
    Map<Knob, Integer> changed = new EnumMap<>(values);
    changed.put(knob, value);
    return new Plan(seed, changed);
  }

  /**
   * The same plan but for some figures.
   *
   * @param changes as {@link #changes()} writes them, such as {@code members=3,loss=0}
   * @throws IllegalArgumentException with a sentence for people, if that is not understood
   */
  public Plan with(String changes) {
    Plan plan = this;
    for (String change : changes.isBlank() ? new String[0] : changes.split(",", -1)) {
      int equals = change.indexOf('=');
      Knob knob = equals < 0 ? null : named(change.substring(0, equals).strip());
      if (knob == null) {
        throw new IllegalArgumentException(
            "There is no figure \""
                + change
                + "\"; write NAME=NUMBER, where NAME is one of "
                + names()
                + ".");
      }
      plan = plan.with(knob, number(change, equals, knob.least()));
    }
    return plan;
  }

  private static int number(String change, int equals, int least) {
    int number;
    try {
      number = Integer.parseInt(change.substring(equals + 1).strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "In \"" + change + "\" there is no whole number behind the equals sign.", e);
    }
    if (number < least) {
      throw new IllegalArgumentException(
          "In \"" + change + "\" the number is less than " + least + ".");
    }
    return number;
  }

  private static @Nullable Knob named(String name) {
    for (Knob knob : KNOBS) {
      if (name(knob).equals(name)) {
        return knob;
      }
    }
    return null;
  }

  private static String names() {
    StringBuilder names = new StringBuilder();
    for (Knob knob : KNOBS) {
      names.append(names.isEmpty() ? "" : ", ").append(name(knob));
    }
    return names.toString();
  }

  private static String name(Knob knob) {
    return knob.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** A figure. */
  public int get(Knob knob) {
    return Objects.requireNonNull(values.get(knob));
  }

  /** The settings of the members. */
  public Settings settings() {
    int heartbeat = get(Knob.HEARTBEAT);
    return new Settings(
        heartbeat,
        heartbeat * Math.max(3, get(Knob.ELECTION)),
        get(Knob.WINDOW_SLOTS),
        get(Knob.WINDOW_BYTES),
        get(Knob.BATCH_COMMANDS),
        get(Knob.BATCH_BYTES),
        get(Knob.PENDING),
        1 << 20,
        get(Knob.LOG_BYTES));
  }

  /** The figures that differ from those of the seed, as {@link #with(String)} reads them. */
  public String changes() {
    return differences(of(seed));
  }

  private String differences(Plan other) {
    StringBuilder text = new StringBuilder();
    for (Knob knob : KNOBS) {
      if (get(knob) != other.get(knob)) {
        text.append(text.isEmpty() ? "" : ",").append(name(knob)).append('=').append(get(knob));
      }
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Plan plan && seed == plan.seed && values.equals(plan.values);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(seed) + 31 * toString().hashCode();
  }

  /** The seed and every figure that is not at its least. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed + ":");
    for (Knob knob : KNOBS) {
      if (get(knob) != knob.least()) {
        text.append(' ').append(name(knob)).append('=').append(get(knob));
      }
    }
    return text.toString();
  }
}
