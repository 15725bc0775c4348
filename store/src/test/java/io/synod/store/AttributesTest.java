package io.synod.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.store.request.Commands;
import io.synod.store.wire.Member;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AttributesTest {
  private static final Member A =
      Member.newBuilder().setID(1).setName("a").addClientURLs("http://a:1").build();
  private static final Member B =
      Member.newBuilder().setID(2).setName("b").addClientURLs("http://b:1").build();

  @Test
  void theNewestThatEachMemberToldIsKept() throws IOException {
    try (EtcdStore store = EtcdStore.inMemory()) {
      Member moved = A.toBuilder().clearClientURLs().addClientURLs("http://a:2").build();
      for (Member told : new Member[] {A, B, moved}) {
        assertThat(store.apply(Commands.encode(told), true)).isInstanceOf(Outcome.Ok.class);
      }
      assertThat(store.members()).isEmpty();
      store.commit(1, Map.of());
      assertThat(store.members()).containsExactlyInAnyOrder(moved, B);
      assertThat(store.revision()).isEqualTo(1);
    }
  }

  @Test
  void attributesAreNotAmongTheNotesOfTheMember() throws IOException {
    try (EtcdStore store = EtcdStore.inMemory()) {
      Bytes note = Bytes.wrap(new byte[] {1});
      store.apply(Commands.encode(A), false);
      store.commit(1, Map.of("sessions", note));
      assertThat(store.notes()).containsExactly(Map.entry("sessions", note));
      store.commit(2, Map.of());
      assertThat(store.members()).containsExactly(A);
    }
  }
}
