package io.synod.store.follow;

/**
 * One watch of one client. Its next revision only grows, so that every event is sent once, in
 * order. Belongs to its event loop.
 */
final class Watch {

  final Feed feed;
  final long id;
  final Interest interest;
  final boolean fragment;
  final boolean tellsProgress;

  /** The first revision of which nothing has been sent. */
  long next;

  /** Whether something was sent since progress was last told. */
  boolean busy;

  Watch(Feed feed, long id, Interest interest, boolean fragment, boolean tellsProgress, long next) {
    this.feed = feed;
    this.id = id;
    this.interest = interest;
    this.fragment = fragment;
    this.tellsProgress = tellsProgress;
    this.next = next;
  }
}
