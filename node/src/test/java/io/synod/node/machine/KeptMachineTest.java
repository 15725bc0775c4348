package io.synod.node.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Bytes;
import io.synod.node.StateMachine;
import io.synod.node.disk.MemoryDisk;
import io.synod.node.disk.NoSpaceException;
import io.synod.node.disk.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeptMachineTest {

  private static final Path HERE = Path.of("here");
  private static final Path THERE = Path.of("there");

  private MemoryDisk here = new MemoryDisk();
  private final MemoryDisk there = new MemoryDisk();

  /** All commands, one after the other. */
  private static final class Text implements StateMachine {

    private String text = "";

    @Override
    public byte[] apply(long slot, byte[] command) {
      text += new String(command, UTF_8);
      return text.substring(Math.max(0, text.length() - 10)).getBytes(UTF_8);
    }

    @Override
    public void snapshot(OutputStream out) throws IOException {
      out.write(text.getBytes(UTF_8));
      out.close();
    }

    @Override
    public void restore(InputStream in) throws IOException {
      text = new String(in.readAllBytes(), UTF_8);
    }
  }

  private KeptMachine<Text> open() throws IOException {
    return KeptMachine.open(new Text(), HERE, path -> path.equals(HERE) ? here : there);
  }

  private static Answer apply(KeptMachine<Text> machine, long slot, Bytes command) {
    machine.begin(slot);
    Answer answer = machine.apply(command, true);
    machine.commit(slot, Map.of("note", Bytes.wrap(new byte[] {(byte) slot})));
    return answer;
  }

  private static Bytes plain(String text) {
    return Envelope.plain(text.getBytes(UTF_8));
  }

  private static Answer inSession(KeptMachine<Text> machine, long slot, String name, long number) {
    return apply(machine, slot, Envelope.inSession(name, number, "x".getBytes(UTF_8)));
  }

  private static String text(KeptMachine<Text> machine) {
    return machine.look(kept -> kept.text);
  }

  @Test
  void whatWasFlushedIsThereAfterACrashAndNothingElse() throws Exception {
    KeptMachine<Text> machine = open();
    apply(machine, 1, plain("a"));
    inSession(machine, 2, "teller", 1);
    assertThat(machine.flush()).isEqualTo(2);
    apply(machine, 3, plain("b"));
    here = here.crash(new Random(1));
    KeptMachine<Text> after = open();
    assertThat(after.durableSlot()).isEqualTo(2);
    assertThat(text(after)).isEqualTo("ax");
    assertThat(after.notes()).containsEntry("note", Bytes.wrap(new byte[] {2}));
    assertThat(inSession(after, 3, "teller", 1))
        .isInstanceOfSatisfying(
            Answer.Result.class,
            answer -> assertThat(answer.bytes().array()).asString().isEqualTo("ax"));
  }

  @Test
  void aStateThatWasChangedOnDiskIsRefused() throws Exception {
    KeptMachine<Text> machine = open();
    apply(machine, 1, plain("some text"));
    machine.flush();
    byte[] bytes = here.get(StateFile.NAME);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      here.put(StateFile.NAME, damaged);
      assertThatThrownBy(this::open)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is damaged");
    }
  }

  @Test
  void aSnapshotReplacesEverything() throws Exception {
    KeptMachine<Text> source = open();
    apply(source, 7, plain("theirs"));
    source.checkpoint(THERE);
    here = new MemoryDisk();
    KeptMachine<Text> machine = open();
    apply(machine, 1, plain("mine"));
    machine.restore(THERE);
    assertThat(text(machine)).isEqualTo("theirs");
    assertThat(machine.durableSlot()).isEqualTo(7);
    assertThat(text(open())).isEqualTo("theirs");
  }

  @Test
  void aSnapshotThatFindsNoRoomLeavesTheStateAsItWas() throws Exception {
    KeptMachine<Text> source = open();
    apply(source, 7, plain("theirs".repeat(100)));
    source.checkpoint(THERE);
    here = new MemoryDisk();
    KeptMachine<Text> machine = open();
    apply(machine, 1, plain("mine"));
    here.limitTo(300);
    assertThatThrownBy(() -> machine.restore(THERE)).isInstanceOf(NoSpaceException.class);
    assertThat(text(machine)).isEqualTo("mine");
    here.limitTo(1_000_000);
    machine.restore(THERE);
    assertThat(text(machine)).startsWith("theirs");
  }

  @Test
  void theSessionThatWasUsedLongestAgoIsForgottenFirst() throws Exception {
    KeptMachine<Text> machine = open();
    inSession(machine, 1, "old", 1);
    inSession(machine, 2, "older", 1);
    inSession(machine, 3, "old", 2);
    for (int i = 0; i < ClientSessions.MOST - 1; i++) {
      inSession(machine, 4 + i, "session " + i, 1);
    }
    assertThat(inSession(machine, 20_000, "old", 2)).isInstanceOf(Answer.Result.class);
    assertThat(inSession(machine, 20_001, "older", 2)).isInstanceOf(Answer.Unknown.class);
  }
}
