package io.synod.node.requests;

import io.synod.node.Failure;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on their way to clients: collected, then handed to each executor in one piece. Not safe
 * for use by several threads.
 */
public final class Answers {

  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final IdentityHashMap<Executor, List<Runnable>> byExecutor = new IdentityHashMap<>();

  /** Nothing is on its way yet. */
  public Answers() {}

  /** Collects an answer. */
  public <R> void done(Executor executor, Reply<R> reply, R result) {
    add(executor, () -> reply.done(result));
  }

  /** Collects a failure. */
  public <R> void failed(Executor executor, Reply<R> reply, Failure failure) {
    add(executor, () -> reply.failed(failure));
  }

  private void add(Executor executor, Runnable answer) {
    byExecutor.computeIfAbsent(executor, _ -> new ArrayList<>()).add(answer);
  }

  /** Hands over what was collected. */
  public void flush() {
    if (byExecutor.isEmpty()) {
      return;
    }
    for (Map.Entry<Executor, List<Runnable>> entry : byExecutor.entrySet()) {
      List<Runnable> answers = entry.getValue();
      try {
        entry.getKey().execute(() -> runAll(answers));
      } catch (RejectedExecutionException e) {
        LOG.debug("{} answers found their executor stopped.", answers.size());
      }
    }
    byExecutor.clear();
  }

  private static void runAll(List<Runnable> answers) {
    for (Runnable answer : answers) {
      try {
        answer.run();
      } catch (RuntimeException e) {
        // One client's mistake must not take the others' answers.
        LOG.error("A reply threw an exception.", e);
      }
    }
  }
}
