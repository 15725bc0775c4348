package io.synod.sim.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.sim.chance.Chance;
import io.synod.sim.time.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {

  private static final int SENT = 1_000;

  private final Schedule schedule = new Schedule();
  private final List<String> arrived = new ArrayList<>();

  private Network<String> network(Weather weather) {
    return new Network<>(
        3,
        schedule,
        new Chance(1),
        weather,
        (from, to, message) -> arrived.add(from + ">" + to + " " + message));
  }

  private void sendAll(Network<String> network) {
    for (int i = 0; i < SENT; i++) {
      network.send(0, 1, String.valueOf(i), Network.MOST_STRAY);
    }
  }

  @Test
  void inFairWeatherEveryMessageArrivesOnce() {
    sendAll(network(Weather.fair(100)));
    schedule.runUntil(150);

    assertThat(arrived).hasSize(SENT).doesNotHaveDuplicates();
  }

  @Test
  void losesAndDoublesItsShare() {
    sendAll(network(new Weather(300, 0, 100, 0, 0, 0, 0)));
    schedule.runUntil(1_000);
    int lossy = arrived.size();
    arrived.clear();
    sendAll(network(new Weather(0, 500, 100, 0, 0, 0, 0)));
    schedule.runUntil(2_000);

    assertThat(lossy).isBetween(SENT * 6 / 10, SENT * 8 / 10);
    assertThat(arrived.size()).isBetween(SENT * 14 / 10, SENT * 16 / 10);
  }

  @Test
  void aCutDropsWhatIsSentAndWhatIsUnderWayInItsDirectionOnly() {
    Network<String> network = network(Weather.fair(100));
    network.send(0, 1, "under way", Network.MOST_STRAY);
    boolean[] cut = new boolean[9];
    cut[1] = true;
    network.cut(cut);
    network.send(0, 1, "sent", Network.MOST_STRAY);
    network.send(1, 0, "back", Network.MOST_STRAY);
    schedule.runUntil(1_000);
    network.heal(cut);
    network.send(0, 1, "healed", Network.MOST_STRAY);
    schedule.runUntil(2_000);

    assertThat(arrived).containsExactly("1>0 back", "0>1 healed");
  }

  @Test
  void aClogHoldsMessagesBackAndThenDeliversThem() {
    Network<String> network = network(Weather.fair(100));
    network.clog(0, 1, 5_000);
    network.send(0, 1, "held", Network.MOST_STRAY);
    schedule.runUntil(4_999);
    assertThat(arrived).isEmpty();

    schedule.runUntil(6_000);
    assertThat(arrived).containsExactly("0>1 held");
  }

  @Test
  void lateCopiesArriveThroughCutsLongAfter() {
    Network<String> network = network(new Weather(0, 0, 100, 0, 1000, 1_000_000, 0));
    boolean[] cut = new boolean[9];
    cut[1] = true;
    network.cut(cut);
    sendAll(network);
    schedule.runUntil(100_000);
    assertThat(arrived.size()).isBetween(SENT / 5, SENT / 2);

    schedule.runUntil(1_000_000);
    assertThat(arrived).hasSize(SENT);
  }

  @Test
  void everyShapeCutsSomethingAndNoMemberFromItself() {
    for (Shape shape : Shape.values()) {
      int cuts = 0;
      for (long seed = 0; seed < 50; seed++) {
        boolean[] cut = shape.draw(new Chance(seed), 5, 2);
        for (int link = 0; link < cut.length; link++) {
          assertThat(cut[link] && link / 5 == link % 5).isFalse();
          cuts += cut[link] ? 1 : 0;
        }
      }
      assertThat(cuts).as(shape.name()).isGreaterThan(50);
    }
  }
}
