package io.synod.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.MemberId;
import io.synod.core.Outbox;
import io.synod.core.Samples;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that wait to be chosen. */
final class PendingTest {

  private final Outbox out = new Outbox();
  private final Pending pending = new Pending(new Session(new MemberId(1), 1), limits(3, 10), out);

  private static Settings limits(int commands, long bytes) {
    return new Settings(100, 1_000, 64, 1 << 20, 1_024, 1 << 20, commands, bytes, 1 << 20);
  }

  private final Command one = Samples.command(1, "1");
  private final Command two = Samples.command(2, "22");
  private final Command three = Samples.command(3, "333");
  private final Command four = Samples.command(4, "4");

  @Test
  void whatThereIsNoRoomForIsRefusedByNumber() {
    assertThat(pending.add(List.of(one, two, three, four), 0)).containsExactly(one, two, three);
    assertThat(out.take().refused())
        .containsExactly(new Effects.Refused(4, Effects.Reason.TOO_MANY));
  }

  @Test
  void bytesAreBoundedToo() {
    Command large = Samples.command(5, "1234567890");
    assertThat(pending.add(List.of(one, large, two), 0)).containsExactly(one, two);
    assertThat(out.take().refused())
        .containsExactly(new Effects.Refused(5, Effects.Reason.TOO_MANY));
    pending.settle(new Value(List.of(one, two)));
    assertThat(pending.add(List.of(large), 0)).as("room again").containsExactly(large);
    assertThat(pending.add(List.of(four), 0)).isEmpty();
    pending.withdraw(5);
    assertThat(pending.add(List.of(large), 0)).as("room again").containsExactly(large);
  }

  @Test
  void whatIsChosenIsSentNoMoreAndOthersCommandsAreNotOurs() {
    pending.add(List.of(one, two, three), 0);
    Command sameNumberElsewhere = new Command(new Session(new MemberId(2), 1), 1, 0, Bytes.EMPTY);
    Command sameNumberBefore = new Command(new Session(new MemberId(1), 2), 3, 0, Bytes.EMPTY);
    pending.settle(new Value(List.of(two, sameNumberElsewhere, sameNumberBefore)));
    pending.settle(new Value(List.of(two)));
    assertThat(pending.all(0)).containsExactly(one, three);
  }

  @Test
  void whatIsWithdrawnIsSentNoMore() {
    pending.add(List.of(one, two, three), 0);
    pending.withdraw(2);
    assertThat(pending.all(0)).containsExactly(three);
  }

  @Test
  void aCommandIsSentAgainOnlyWhenItIsOldAndThenCountsAsNew() {
    pending.add(List.of(one), 10);
    pending.add(List.of(two), 20);
    assertThat(pending.sentBefore(9, 30)).isEmpty();
    assertThat(pending.sentBefore(10, 30)).containsExactly(one);
    assertThat(pending.sentBefore(20, 30)).containsExactly(two);
    assertThat(pending.sentBefore(29, 30)).isEmpty();
    assertThat(pending.all(40)).containsExactly(one, two);
    assertThat(pending.sentBefore(30, 50)).isEmpty();
  }
}
