package io.synod.server.explorer;

import io.synod.node.member.MemberStatus;
import io.synod.node.member.Survey;
import io.synod.server.front.CallMeter;
import io.synod.server.front.EventPage;
import io.synod.server.front.PageAnswer;
import io.synod.server.front.Routes;
import io.synod.server.front.Viewer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever looks what the member knows of its cluster: once a second, and at once when it sees
 * a change of the leader. Nothing is done while nobody looks; all who look are sent the same bytes.
 */
public final class LiveFeed implements EventPage {

  /** Where it is. */
  public static final String PATH = ExplorerPages.PATH + "live";

  private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);

  private static final int MOST_VIEWERS = 16;
  private static final PageAnswer FULL =
      PageAnswer.text(
          503,
          "503 service unavailable: %d look at this member already; look at another one\n"
              .formatted(MOST_VIEWERS));

  private final Watched member;
  private final Seats seats;
  private final Pulse pulse;
  private final AtomicBoolean asked = new AtomicBoolean();

  /** Where pictures are made; null while nobody looks. */
  private volatile @Nullable ScheduledExecutorService loop;

  // Guarded by this.
  private final List<Viewer> viewers = new ArrayList<>();
  private @Nullable Future<?> timer;

  /**
   * A feed that nobody looks at.
   *
   * @param writes what counts the calls that write
   * @param reads what counts those that read
   */
  public LiveFeed(Watched member, Seats seats, List<CallMeter> writes, List<CallMeter> reads) {
    this.member = member;
    this.seats = seats;
    this.pulse = new Pulse(writes, reads);
  }

  /** Serves it. */
  public void addTo(Routes routes) {
    member.onElection(this::askIfWanted);
    routes.events(PATH, this);
  }

  @Override
  public synchronized Optional<PageAnswer> open(Viewer viewer) {
    if (viewers.size() == MOST_VIEWERS) {
      return Optional.of(FULL);
    }
    viewers.add(viewer);
    viewer.whenGone(() -> leave(viewer));
    if (viewers.size() == 1) {
      pulse.start();
      loop = viewer.eventLoop();
      timer = viewer.eventLoop().scheduleAtFixedRate(this::askIfWanted, 1, 1, TimeUnit.SECONDS);
    }
    askIfWanted();
    return Optional.empty();
  }

  private synchronized void leave(Viewer viewer) {
    boolean _ = viewers.remove(viewer);
    if (viewers.isEmpty() && timer != null) {
      loop = null;
      var _ = timer.cancel(false);
      timer = null;
      pulse.stop();
    }
  }

  /** From any thread, and never more than one question at a time. */
  private void askIfWanted() {
    if (loop != null && asked.compareAndSet(false, true)) {
      member.survey(this::take);
    }
  }

  private void take(Survey survey) {
    asked.set(false);
    ScheduledExecutorService there = loop;
    if (there == null) {
      return;
    }
    MemberStatus status = member.status();
    try {
      there.execute(() -> tell(status, survey));
    } catch (RejectedExecutionException e) {
      log.debug("The server stops; nobody looks any more.", e);
    }
  }

  private synchronized void tell(MemberStatus status, Survey survey) {
    if (viewers.isEmpty()) {
      return;
    }
    long slots = Math.max(status.chosen(), survey.known());
    Optional<Pace> pace = pulse.feel(survey, slots, seats.revision().getAsLong());
    String json = new Picture(seats, status, survey, pace).json();
    byte[] event = ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    viewers.forEach(viewer -> viewer.show(event));
  }
}
