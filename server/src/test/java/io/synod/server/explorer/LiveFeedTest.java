package io.synod.server.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Ballot;
import io.synod.core.MemberId;
import io.synod.node.member.MemberStatus;
import io.synod.node.member.Survey;
import io.synod.server.front.PageAnswer;
import io.synod.server.front.Routes;
import io.synod.server.front.Viewer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When members are asked, and who is told, with a clock that the test turns. */
final class LiveFeedTest {

  private static final MemberId SELF = new MemberId(1);

  private final Loop loop = new Loop();
  private final Member member = new Member();
  private final LiveFeed feed =
      new LiveFeed(
          member,
          new Seats("c", SELF, List.of(new Seats.Seat(SELF, "m1", "http://m1")), Map::of, () -> 1L),
          List.of(),
          List.of());

  LiveFeedTest() {
    feed.addTo(new Routes());
  }

  @AfterEach
  void stop() {
    var _ = loop.shutdownNow();
  }

  /** Does what it is given at once, and by the clock only what the test says. */
  private static final class Loop extends ScheduledThreadPoolExecutor {
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private Runnable beat = () -> {};

    Loop() {
      super(1);
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(
        Runnable task, long delay, long period, TimeUnit unit) {
      beat = task;
      ScheduledFuture<?> timer = super.schedule(() -> {}, 1, TimeUnit.DAYS);
      timers.add(timer);
      return timer;
    }
  }

  private static final class Member implements Watched {
    private final Queue<Consumer<Survey>> asked = new ArrayDeque<>();
    private Runnable elected = () -> {};
    private int answered;

    @Override
    public MemberStatus status() {
      return new MemberStatus(SELF, new Ballot(3, SELF), Optional.of(SELF), 5, 5, 5, 0, 0, false);
    }

    @Override
    public void survey(Consumer<Survey> to) {
      asked.add(to);
    }

    @Override
    public void onElection(Runnable listener) {
      elected = listener;
    }

    void answer() {
      answered++;
      asked.remove().accept(new Survey(answered, 5, true, List.of(), List.of(), List.of()));
    }
  }

  private final class Eyes implements Viewer {
    private final List<byte[]> shown = new ArrayList<>();
    private Runnable gone = () -> {};

    @Override
    public ScheduledExecutorService eventLoop() {
      return loop;
    }

    @Override
    public void show(byte[] event) {
      shown.add(event);
    }

    @Override
    public void whenGone(Runnable action) {
      gone = action;
    }
  }

  private Eyes look() {
    Eyes eyes = new Eyes();
    assertThat(feed.open(eyes)).isEmpty();
    return eyes;
  }

  @Test
  void nobodyIsAskedWhileNobodyLooks() {
    member.elected.run();
    assertThat(member.asked).isEmpty();

    Eyes eyes = look();
    assertThat(loop.timers).hasSize(1);
    member.answer();
    assertThat(eyes.shown).hasSize(1);

    eyes.gone.run();
    assertThat(loop.timers.getFirst().isCancelled()).isTrue();
    member.elected.run();
    loop.beat.run();
    assertThat(member.asked).isEmpty();

    Eyes later = look();
    assertThat(loop.timers).hasSize(2);
    member.answer();
    assertThat(later.shown).hasSize(1);
    assertThat(eyes.shown).hasSize(1);
  }

  @Test
  void anElectionIsToldAtOnce() {
    Eyes eyes = look();
    member.answer();
    member.elected.run();
    member.answer();
    assertThat(eyes.shown).hasSize(2);
  }

  @Test
  void oneQuestionAtATimeServesAll() {
    Eyes one = look();
    Eyes other = look();
    loop.beat.run();
    member.elected.run();
    assertThat(member.asked).hasSize(1);
    member.answer();
    assertThat(one.shown).hasSize(1);
    assertThat(other.shown).containsExactly(one.shown.getFirst());
    one.gone.run();
    loop.beat.run();
    member.answer();
    assertThat(one.shown).hasSize(1);
    assertThat(other.shown).hasSize(2);
  }

  @Test
  void whoComesWhenAllPlacesAreTakenIsToldSo() {
    Eyes first = look();
    for (int i = 1; i < 16; i++) {
      Eyes _ = look();
    }
    assertThat(feed.open(new Eyes()).map(PageAnswer::status)).hasValue(503);
    first.gone.run();
    Eyes _ = look();
  }
}
