package io.synod.node.registers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.core.Bytes;
import io.synod.node.disk.RealDisk;
import io.synod.node.disk.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegistersTest {

  private @TempDir Path directory;

  private FileRegisters open() throws Exception {
    return FileRegisters.open(new RealDisk(directory));
  }

  private static RegisterStore.Entry entry(String name, int... state) {
    byte[] bytes = new byte[state.length];
    for (int i = 0; i < state.length; i++) {
      bytes[i] = (byte) state[i];
    }
    return new RegisterStore.Entry(name, Bytes.wrap(bytes));
  }

  @Test
  void whatWasFlushedIsThereAgain() throws Exception {
    try (FileRegisters registers = open()) {
      registers.put(List.of(entry("b", 2), entry("a", 1), entry("b", 3, 3)));
      registers.flush();
      registers.put(List.of(entry("c", 4)));
      assertThat(registers.get("c")).isNotNull();
    }
    try (FileRegisters registers = open()) {
      assertThat(registers.list("", 9)).containsExactly(entry("a", 1), entry("b", 3, 3));
      assertThat(registers.list("a", 9)).containsExactly(entry("b", 3, 3));
      assertThat(registers.list("", 1)).containsExactly(entry("a", 1));
      assertThat(registers.get("c")).as("was not flushed").isNull();
    }
  }

  @Test
  void aDamagedFileIsRefused() throws Exception {
    try (FileRegisters registers = open()) {
      registers.put(List.of(entry("a", 1)));
      registers.flush();
    }
    Path file = directory.resolve("registers");
    byte[] content = Files.readAllBytes(file);
    content[5] ^= 1;
    Files.write(file, content);
    assertThatThrownBy(this::open)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is damaged");
  }
}
