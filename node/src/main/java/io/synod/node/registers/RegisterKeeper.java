package io.synod.node.registers;

import io.synod.core.Bytes;
import io.synod.core.Record;
import io.synod.core.RegisterEffects.Store;
import io.synod.core.RegisterEvent.Loaded;
import io.synod.core.RegisterState;
import io.synod.core.register.RegisterReplay;
import io.synod.node.codec.RegisterCodec;
import io.synod.node.loop.Inbox;
import io.synod.node.loop.Threads;
import io.synod.node.loop.Turns;
import io.synod.node.loop.Worker;
import io.synod.node.registers.Registers.Listed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The thread between the protocol and the store of registers: stores and looks up in the order in
 * which it was told to, so that a load brings what was stored before it.
 */
public final class RegisterKeeper implements AutoCloseable {

  private static final long NO_SPACE_PAUSE_NANOS = 250_000_000L;

  private sealed interface Work {
    record Keep(List<Store> stores, long bytes, long records, List<String> loads) implements Work {}

    record ListAll(String after, int most, CompletableFuture<List<Listed>> found) implements Work {}

    record Stop() implements Work {}
  }

  /** Whom the keeper tells. Its thread calls; it must be quick, and must not throw. */
  public interface Listener {

    /** These registers were looked up. */
    void loaded(List<Loaded> registers);

    /** The store cannot be used any more: the member must stop. */
    void failed(Throwable cause);
  }

  private final RegisterStore store;
  private final Predicate<IOException> isNoSpace;
  private final Listener listener;
  private final Worker worker;
  private final Inbox<Work> inbox = new Inbox<>();
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong keptBytes = new AtomicLong();
  private final Deque<Work> todo = new ArrayDeque<>();
  private final AtomicLong kept;
  private volatile boolean noSpace;
  private volatile boolean stopping;

  /**
   * A keeper that is not started yet.
   *
   * @param store this one's to close
   * @param replayed how many records about registers the journal held, all of which {@link #replay}
   *     has put into the store
   * @param isNoSpace whether an exception means that the disk is full, and waiting may help
   */
  public RegisterKeeper(
      Threads threads,
      String name,
      RegisterStore store,
      long replayed,
      Predicate<IOException> isNoSpace,
      Listener listener) {
    this.store = store;
    this.kept = new AtomicLong(replayed);
    this.isNoSpace = isNoSpace;
    this.listener = listener;
    this.worker = threads.worker(name, this::turn);
  }

  /** Puts a record that the journal holds into a store, before a keeper works on it. */
  public static void replay(RegisterStore store, Record.Register record) {
    try {
      RegisterState after = RegisterReplay.after(get(store, record.name()), record.record());
      store.put(List.of(new RegisterStore.Entry(record.name(), RegisterCodec.encode(after))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RegisterState get(RegisterStore store, String name) throws IOException {
    Bytes state = store.get(name);
    return state == null ? RegisterState.INITIAL : RegisterCodec.decode(state);
  }

  /** Starts. */
  public void start() {
    worker.start();
  }

  /**
   * Stores, then looks up. One thread at a time.
   *
   * @param records how many records about registers went to the journal since the last call; what
   *     they say is in these stores
   */
  public void keep(List<Store> stores, long records, List<String> loads) {
    long bytes = 0;
    for (int i = 0; i < stores.size(); i++) {
      bytes += stores.get(i).state().weight();
    }
    queuedBytes.addAndGet(bytes);
    put(new Work.Keep(stores, bytes, records, loads));
  }

  private void put(Work work) {
    inbox.put(work);
    worker.wake();
  }

  /** Lists what is kept; see {@link Registers#list}. Any thread. */
  public CompletableFuture<List<Listed>> list(String after, int most) {
    CompletableFuture<List<Listed>> found = new CompletableFuture<>();
    put(new Work.ListAll(after, most, found));
    return found;
  }

  /** About how many bytes wait to be stored. Any thread. */
  public long queuedBytes() {
    return queuedBytes.get();
  }

  /** About how many bytes were stored in this life. Any thread. */
  public long keptBytes() {
    return keptBytes.get();
  }

  /** Whether nothing can be stored because the disk is full. Any thread. */
  public boolean noSpace() {
    return noSpace;
  }

  /**
   * Makes durable what was stored before the call. Not on the keeper's thread.
   *
   * @return how many records about registers are in it, those found in the journal included
   */
  public long flush() throws IOException {
    long records = kept.get();
    store.flush();
    return records;
  }

  private long turn() {
    try {
      return round();
    } catch (IOException | RuntimeException e) {
      listener.failed(e);
      return Turns.END;
    }
  }

  private long round() throws IOException {
    todo.addAll(inbox.takeAll());
    for (Work work = todo.poll(); work != null; work = todo.poll()) {
      try {
        if (!perform(work)) {
          return Turns.END;
        }
        noSpace = false;
      } catch (IOException e) {
        if (!isNoSpace.test(e) || stopping) {
          throw e;
        }
        noSpace = true;
        todo.addFirst(work);
        return NO_SPACE_PAUSE_NANOS;
      }
    }
    return inbox.isEmpty() ? Turns.UNTIL_WOKEN : Turns.AGAIN;
  }

  private boolean perform(Work work) throws IOException {
    switch (work) {
      case Work.Keep keep -> keep(keep);
      case Work.ListAll list -> list(list);
      case Work.Stop _ -> {
        return false;
      }
    }
    return true;
  }

  private void keep(Work.Keep work) throws IOException {
    if (!work.stores().isEmpty()) {
      List<RegisterStore.Entry> entries = new ArrayList<>(work.stores().size());
      for (Store stored : work.stores()) {
        entries.add(new RegisterStore.Entry(stored.name(), RegisterCodec.encode(stored.state())));
      }
      store.put(entries);
      queuedBytes.addAndGet(-work.bytes());
      keptBytes.addAndGet(work.bytes());
      kept.addAndGet(work.records());
    }
    if (!work.loads().isEmpty()) {
      List<Loaded> found = new ArrayList<>(work.loads().size());
      for (String name : work.loads()) {
        found.add(new Loaded(name, get(store, name)));
      }
      listener.loaded(found);
    }
  }

  private void list(Work.ListAll work) {
    try {
      work.found().complete(listed(work.after(), work.most()));
    } catch (IOException e) {
      work.found().completeExceptionally(e);
    }
  }

  /** Of each only the name and what is known of it: a value may be large. */
  private List<Listed> listed(String from, int most) throws IOException {
    List<Listed> found = new ArrayList<>();
    String after = from;
    List<RegisterStore.Entry> some = store.list(after, most);
    while (!some.isEmpty()) {
      for (RegisterStore.Entry entry : some) {
        found.add(new Listed(entry.name(), RegisterCodec.decode(entry.state()).chosen()));
        after = entry.name();
      }
      some = found.size() < most ? store.list(after, most - found.size()) : List.of();
    }
    return found;
  }

  /** Ends the thread after what was given to it before, and closes the store. */
  @Override
  public void close() {
    stopping = true;
    put(new Work.Stop());
    worker.join();
    failAll(todo);
    failAll(inbox.takeAll());
    store.close();
  }

  private static void failAll(Iterable<Work> left) {
    for (Work work : left) {
      if (work instanceof Work.ListAll list) {
        list.found().completeExceptionally(new IOException("The member has stopped."));
      }
    }
  }
}
