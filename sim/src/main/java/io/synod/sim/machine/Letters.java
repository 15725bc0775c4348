package io.synod.sim.machine;

import io.synod.core.Bytes;

/** Values as people name them: their bytes are letters. */
public final class Letters {

  private static final int BYTE = 8;

  private Letters() {}

  /** The letters of a number, the first in its highest byte; none for 0. */
  public static String of(long number) {
    StringBuilder letters = new StringBuilder();
    for (long rest = number; rest != 0; rest >>>= BYTE) {
      letters.insert(0, (char) (rest & 0xFF));
    }
    return letters.toString();
  }

  /** The letters of bytes. */
  public static String of(Bytes bytes) {
    StringBuilder letters = new StringBuilder();
    for (byte letter : bytes.array()) {
      letters.append((char) (letter & 0xFF));
    }
    return letters.toString();
  }

  /** Whether a letter can be typed and seen. */
  public static boolean isPlain(char letter) {
    return letter > ' ' && letter <= '~';
  }

  /** Whether there are any letters, and all of them can be seen. */
  public static boolean arePlain(String letters) {
    for (int i = 0; i < letters.length(); i++) {
      if (!isPlain(letters.charAt(i))) {
        return false;
      }
    }
    return !letters.isEmpty();
  }
}
