package io.synod.node.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one thread: any thread puts, the owner takes everything at once.
 *
 * <p>A put costs one atomic exchange, and a system call only if the owner sleeps. It is not
 * bounded: who puts has to be admitted first.
 *
 * @param <T> what is put
 */
public final class Inbox<T> {

  private static final class Node<T> {
    final @Nullable T value;
    @Nullable Node<T> next;

    Node(@Nullable T value) {
      this.value = value;
    }
  }

  private final Node<T> asleep = new Node<>(null);
  private final AtomicReference<@Nullable Node<T>> newest = new AtomicReference<>();
  private volatile @Nullable Thread owner;

  /**
   * Puts something, and wakes the owner if it sleeps. Any thread.
   *
   * @return whether nothing had waited since the last {@link #takeAll}
   */
  public boolean put(T value) {
    Node<T> node = new Node<>(value);
    Node<T> before;
    do {
      before = newest.get();
      node.next = before == asleep ? null : before;
    } while (!newest.compareAndSet(before, node));
    if (before == asleep) {
      LockSupport.unpark(owner);
    }
    return before == null || before == asleep;
  }

  /** Takes everything that waits, oldest first. Only for the owner. */
  public List<T> takeAll() {
    Node<T> node = newest.getAndSet(null);
    if (node == null || node == asleep) {
      return List.of();
    }
    List<T> all = new ArrayList<>();
    for (; node != null; node = node.next) {
      if (node.value != null) {
        all.add(node.value);
      }
    }
    Collections.reverse(all);
    return all;
  }

  /**
   * Sleeps until something waits or the time has passed, or for no reason. Makes the calling thread
   * the owner.
   *
   * @param nanos how long at most
   */
  public void await(long nanos) {
    owner = Thread.currentThread();
    if (nanos > 0 && newest.compareAndSet(null, asleep)) {
      LockSupport.parkNanos(this, nanos);
      newest.compareAndSet(asleep, null);
    }
  }
}
