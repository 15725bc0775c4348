package io.synod.node.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExecutorLoopTest {

  @Test
  void itsThreadHasEndedOnceItIsClosed() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      CompletableFuture<Thread> thread = new CompletableFuture<>();
      OwnLoop loop = Threads.real().loop("loop");
      loop.execute(() -> thread.complete(Thread.currentThread()));
      Thread ran = thread.get(60, TimeUnit.SECONDS);
      loop.close();
      assertThat(ran.isAlive()).isFalse();
    }
  }

  @Test
  void aTaskMayCloseTheLoopThatRunsIt() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    OwnLoop loop = Threads.real().loop("loop");
    loop.execute(() -> {
      loop.close();
      thread.complete(Thread.currentThread());
    });
    assertThat(thread.get(60, TimeUnit.SECONDS).join(Duration.ofSeconds(60))).isTrue();
  }
}
