package io.synod.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyRangeTest {
  @ParameterizedTest
  @CsvSource({"61,62", "6161,6162", "61ff,62", "ffff,00", "'',00"})
  void thePrefixEndsBeforeTheNextKeyThatDoesNotHaveIt(String prefix, String end) {
    assertThat(KeyRange.after(bytes(prefix))).isEqualTo(bytes(end));
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
