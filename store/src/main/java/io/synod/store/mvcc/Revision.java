package io.synod.store.mvcc;

/**
 * Names an event: all events of one request share a main revision.
 *
 * @param main etcd's revision, from 2
 * @param sub the place among the events of that revision, from 0
 */
public record Revision(long main, int sub) implements Comparable<Revision> {

  /** Not older than any event of a main revision, and older than those of the next. */
  public static Revision endOf(long main) {
    return new Revision(main, Integer.MAX_VALUE);
  }

  @Override
  public int compareTo(Revision other) {
    int byMain = Long.compare(main, other.main);
    return byMain != 0 ? byMain : Integer.compare(sub, other.sub);
  }
}
