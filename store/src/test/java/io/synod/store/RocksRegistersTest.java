package io.synod.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.node.disk.RealDisk;
import io.synod.node.registers.RegisterStore;
import io.synod.store.registers.RocksRegisters;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksRegistersTest {

  private @TempDir Path directory;

  private RocksRegisters open() throws Exception {
    return RocksRegisters.open(new RealDisk(directory));
  }

  private static RegisterStore.Entry entry(String name, String state) {
    return new RegisterStore.Entry(name, Bytes.wrap(state.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatWasFlushedIsThereAgainAndWhatWasNotIsNot() throws Exception {
    try (RocksRegisters registers = open()) {
      assertThat(registers.get("a")).isNull();
      assertThat(registers.list("", 9)).isEmpty();
      registers.flush();
      assertThat(directory).as("nothing is made before there is something").isEmptyDirectory();
      registers.put(List.of(entry("b", "2"), entry("a", "1"), entry("b", "3")));
      registers.flush();
      registers.put(List.of(entry("c", "4")));
      assertThat(registers.get("c")).isEqualTo(entry("c", "4").state());
    }
    try (RocksRegisters registers = open()) {
      assertThat(registers.list("", 9)).containsExactly(entry("a", "1"), entry("b", "3"));
      assertThat(registers.list("a", 9)).containsExactly(entry("b", "3"));
      assertThat(registers.list("", 1)).containsExactly(entry("a", "1"));
      assertThat(registers.get("c")).isNull();
    }
  }

  @Test
  void aListOfLargeOnesComesInParts() throws Exception {
    String large = "x".repeat(600_000);
    try (RocksRegisters registers = open()) {
      registers.put(List.of(entry("a", large), entry("b", large), entry("c", large)));
      assertThat(registers.list("", 9))
          .extracting(RegisterStore.Entry::name)
          .containsExactly("a", "b");
      assertThat(registers.list("b", 9)).hasSize(1);
    }
  }
}
