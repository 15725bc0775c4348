package io.synod.store.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LayoutTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("key");

  private final Entry entry =
      Entry.whole(
          KEY,
          new Revision(300, 2),
          200,
          7,
          9,
          false,
          new Entry.Body(ByteString.copyFrom(new byte[200]), new Revision(299, 0)));

  @Test
  void aStateIsReadAsItWasWritten() {
    assertThat(Layout.state(KEY, Layout.state(entry))).isEqualTo(entry.bare());
    assertThat(Layout.event(entry.mod(), Layout.event(entry))).isEqualTo(entry);
  }

  @Test
  void theSizeOfAValueIsUnknownInTheFirstStatesThatWereWritten() {
    byte[] state = Layout.state(entry);
    Entry old = Layout.state(KEY, Arrays.copyOf(state, state.length - 2));
    assertThat(old.valueSize()).isNegative();
    assertThat(old.lease()).isEqualTo(9);
  }
}
