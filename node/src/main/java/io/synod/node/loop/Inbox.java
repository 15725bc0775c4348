package io.synod.node.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one thread: any thread puts, the owner takes everything at once.
 *
 * <p>A put costs one atomic exchange; to wake the owner is the caller's business. It is not
 * bounded: who puts has to be admitted first.
 *
 * @param <T> what is put
 */
public final class Inbox<T> {

  private static final class Node<T> {
    final T value;
    @Nullable Node<T> next;

    Node(T value) {
      this.value = value;
    }
  }

  private final AtomicReference<@Nullable Node<T>> newest = new AtomicReference<>();

  /**
   * Puts something. Any thread.
   *
   * @return whether nothing had waited since the last {@link #takeAll}
   */
  public boolean put(T value) {
    Node<T> node = new Node<>(value);
    Node<T> before;
    do {
      before = newest.get();
      node.next = before;
    } while (!newest.compareAndSet(before, node));
    return before == null;
  }

  /** Whether nothing waits. Any thread. */
  public boolean isEmpty() {
    return newest.get() == null;
  }

  /** Takes everything that waits, oldest first. Only for the owner. */
  public List<T> takeAll() {
    Node<T> node = newest.getAndSet(null);
    if (node == null) {
      return List.of();
    }
    List<T> all = new ArrayList<>();
    for (; node != null; node = node.next) {
      all.add(node.value);
    }
    Collections.reverse(all);
    return all;
  }
}
