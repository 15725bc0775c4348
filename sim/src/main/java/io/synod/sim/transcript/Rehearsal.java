package io.synod.sim.transcript;

import io.synod.core.Message;
import io.synod.core.Record;
import io.synod.core.Value;
import io.synod.sim.check.Finding;
import io.synod.sim.world.ByHand;
import java.util.List;
import java.util.SortedMap;

/**
 * A transcript of a cluster that is made up line by line, by somebody who looks at the members in
 * between.
 */
public final class Rehearsal {

  private final Cluster cluster;

  /**
   * Begins with the members up.
   *
   * @param line the transcript's first command, {@code cluster N} with its settings
   * @throws IllegalArgumentException with a sentence for people, if it is not understood
   */
  public Rehearsal(String line) {
    List<String> words = Pieces.words(line);
    if (words.size() < 2 || !words.getFirst().equals("cluster")) {
      throw new IllegalArgumentException("A run begins with `cluster N`.");
    }
    this.cluster = new Cluster(words.subList(1, words.size()));
  }

  /**
   * Plays a command.
   *
   * @return what the members did, line by line
   * @throws Finding if a checker accuses the members
   * @throws RuntimeException if the command is not understood or cannot be carried out now, perhaps
   *     half done
   */
  public List<String> play(String line) {
    return cluster.play(Pieces.words(line));
  }

  /** The members, their disks and their links. */
  public ByHand world() {
    return cluster.world();
  }

  /** Whether a member stands still; members are numbered from 0. */
  public boolean isPaused(int member) {
    return cluster.isPaused(member);
  }

  /** What clients have asked of the log, oldest first. */
  public List<ByHand.Call> calls() {
    return List.copyOf(cluster.made());
  }

  /** The members that want a snapshot, and from whom. */
  public SortedMap<Integer, Integer> wanted() {
    return cluster.wanted();
  }

  /** A message as a transcript names it. */
  public static String words(Message message) {
    return Phrases.message(message);
  }

  /** A record as a transcript names it. */
  public static String words(Record record) {
    return Phrases.record(record);
  }

  /** A value of the log as a transcript names it. */
  public static String words(Value value) {
    return Phrases.value(value);
  }

  /** What a number that was written to the state machine is called. */
  public static String name(long number) {
    return Phrases.name(number);
  }

  /** A register's value as a transcript names it. */
  public static String registerName(Value value) {
    return RegisterPhrases.name(value);
  }
}
