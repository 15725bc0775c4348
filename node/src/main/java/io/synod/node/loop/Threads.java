package io.synod.node.loop;

/** Where a member's threads come from. */
public interface Threads {

  /** A worker that has not started yet. */
  Worker worker(String name, Turns turns);

  /** A loop that takes tasks at once. */
  OwnLoop loop(String name);

  /** Runs a task once, on a thread of its own, which may wait for whatever it likes. */
  void run(String name, Runnable task);

  /** Threads of the operating system. */
  static Threads real() {
    return new Threads() {
      @Override
      public Worker worker(String name, Turns turns) {
        return new ThreadWorker(name, turns);
      }

      @Override
      public OwnLoop loop(String name) {
        return new ExecutorLoop(name);
      }

      @Override
      public void run(String name, Runnable task) {
        Thread.ofPlatform().name(name).start(task);
      }
    };
  }
}
