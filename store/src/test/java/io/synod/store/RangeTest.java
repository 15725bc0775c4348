package io.synod.store;

import static io.synod.store.Driver.pairs;
import static io.synod.store.Driver.rangeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.synod.store.request.Refusal;
import io.synod.store.request.RefusedException;
import io.synod.store.wire.KeyValue;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RangeRequest.SortOrder;
import io.synod.store.wire.RangeRequest.SortTarget;
import io.synod.store.wire.RangeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RangeTest {
  @TempDir Path directory;

  /** a=3 (created 2, modified 5, version 2), b=1 (3, 3, 1), c=2 (4, 4, 1), then d, deleted. */
  private Driver filled(Form form) throws IOException {
    Driver driver = new Driver(form.home(directory));
    driver.put("a", "0");
    driver.put("b", "1");
    driver.put("c", "2");
    driver.put("a", "3");
    driver.put("d", "4");
    driver.delete("d");
    return driver;
  }

  private static List<String> keys(RangeResponse response) {
    return response.getKvsList().stream().map(kv -> kv.getKey().toStringUtf8()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void anEndIsExcludedAndAZeroByteIsNoEnd(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      assertThat(keys(driver.range(rangeOf("a", "c").build()))).containsExactly("a", "b");
      assertThat(keys(driver.range(rangeOf("b", "\0").build()))).containsExactly("b", "c");
      assertThat(keys(driver.range(rangeOf("\0", "\0").build()))).containsExactly("a", "b", "c");
      assertThat(keys(driver.range(rangeOf("b", "").build()))).containsExactly("b");
      assertThat(keys(driver.range(rangeOf("c", "a").build()))).isEmpty();
      assertThat(keys(driver.range(rangeOf("d", "").build()))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysAreOrderedAsUnsignedBytes(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("é", "high");
      driver.put("z", "low");

      assertThat(keys(driver.all())).containsExactly("z", "é");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLimitCutsTheKeysButNotTheCount(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      RangeResponse two = driver.range(rangeOf("\0", "\0").setLimit(2).build());
      assertThat(keys(two)).containsExactly("a", "b");
      assertThat(two.getMore()).isTrue();
      assertThat(two.getCount()).isEqualTo(3);

      RangeResponse three = driver.range(rangeOf("\0", "\0").setLimit(3).build());
      assertThat(keys(three)).containsExactly("a", "b", "c");
      assertThat(three.getMore()).isFalse();

      assertThat(keys(driver.range(rangeOf("\0", "\0").setLimit(Long.MAX_VALUE).build())))
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void countOnlyCountsAllWhateverTheLimit(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      RangeResponse response =
          driver.range(rangeOf("\0", "\0").setCountOnly(true).setLimit(1).build());

      assertThat(response.getCount()).isEqualTo(3);
      assertThat(response.getKvsList()).isEmpty();
      assertThat(response.getMore()).isFalse();
      assertThat(response.getHeader().getRevision()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysOnlyLeavesOutTheValues(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      List<KeyValue> kvs = driver.range(rangeOf("\0", "\0").setKeysOnly(true).build()).getKvsList();

      assertThat(pairs(kvs)).containsExactly("a=", "b=", "c=");
      assertThat(kvs.getFirst().getModRevision()).isEqualTo(5);
      assertThat(kvs.getFirst().getVersion()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTargetSortsBothWays(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      assertSorted(driver, SortTarget.KEY, "a", "b", "c");
      assertSorted(driver, SortTarget.CREATE, "a", "b", "c");
      assertSorted(driver, SortTarget.MOD, "b", "c", "a");
      assertSorted(driver, SortTarget.VALUE, "b", "c", "a");
      driver.put("c", "2");
      driver.put("c", "2");
      driver.put("b", "1");
      driver.put("b", "1");
      driver.put("b", "1");
      assertSorted(driver, SortTarget.VERSION, "a", "c", "b");
    }
  }

  private static void assertSorted(Driver driver, SortTarget target, String... ascending) {
    RangeRequest.Builder all = rangeOf("\0", "\0").setSortTarget(target);
    assertThat(keys(driver.range(all.build()))).containsExactly(ascending);
    assertThat(keys(driver.range(all.setSortOrder(SortOrder.ASCEND).build())))
        .containsExactly(ascending);
    assertThat(keys(driver.range(all.setSortOrder(SortOrder.DESCEND).build())))
        .containsExactlyElementsOf(List.of(ascending).reversed());
    assertThat(keys(driver.range(all.setKeysOnly(true).build())))
        .containsExactlyElementsOf(List.of(ascending).reversed());
  }

  @ParameterizedTest
  @EnumSource
  void aLimitCutsAfterSorting(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      RangeRequest newest =
          rangeOf("\0", "\0")
              .setSortTarget(SortTarget.MOD)
              .setSortOrder(SortOrder.DESCEND)
              .setLimit(1)
              .build();

      RangeResponse response = driver.range(newest);

      assertThat(keys(response)).containsExactly("a");
      assertThat(response.getMore()).isTrue();
      assertThat(response.getCount()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnOrderOneMoreThanTheLimitIsSorted(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      RangeRequest.Builder byValue =
          rangeOf("\0", "\0").setSortTarget(SortTarget.VALUE).setLimit(1);
      assertThat(keys(driver.range(byValue.build()))).containsExactly("b");
      driver.put("c", "");
      assertThat(keys(driver.range(byValue.build()))).containsExactly("b");
      assertThat(keys(driver.range(byValue.setLimit(2).build()))).containsExactly("c", "b");
      assertThat(keys(driver.range(byValue.setLimit(1).setMinModRevision(2).build())))
          .containsExactly("c");
    }
  }

  @ParameterizedTest
  @EnumSource
  void revisionFiltersCutBeforeTheLimitAndLeaveTheCount(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      assertThat(keys(driver.range(rangeOf("\0", "\0").setMinModRevision(4).build())))
          .containsExactly("a", "c");
      assertThat(keys(driver.range(rangeOf("\0", "\0").setMaxModRevision(4).build())))
          .containsExactly("b", "c");
      assertThat(keys(driver.range(rangeOf("\0", "\0").setMinCreateRevision(3).build())))
          .containsExactly("b", "c");
      assertThat(keys(driver.range(rangeOf("\0", "\0").setMaxCreateRevision(3).build())))
          .containsExactly("a", "b");

      RangeResponse cut =
          driver.range(rangeOf("\0", "\0").setMinModRevision(4).setLimit(1).build());
      assertThat(keys(cut)).containsExactly("a");
      assertThat(cut.getMore()).isTrue();
      assertThat(cut.getCount()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oldRevisionsStayReadable(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      assertThat(pairs(driver.range(rangeOf("\0", "\0").setRevision(1).build()).getKvsList()))
          .isEmpty();
      assertThat(pairs(driver.range(rangeOf("\0", "\0").setRevision(4).build()).getKvsList()))
          .containsExactly("a=0", "b=1", "c=2");
      RangeResponse withD = driver.range(rangeOf("\0", "\0").setRevision(6).build());
      assertThat(pairs(withD.getKvsList())).containsExactly("a=3", "b=1", "c=2", "d=4");
      assertThat(withD.getHeader().getRevision()).isEqualTo(7);
      assertThat(pairs(driver.range(rangeOf("a", "").setRevision(3).build()).getKvsList()))
          .containsExactly("a=0");
      assertThat(driver.range(rangeOf("a", "").setRevision(-3).build()).getKvs(0).getModRevision())
          .isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFutureRevisionIsRefused(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      assertThat(driver.range(rangeOf("a", "").setRevision(7).build()).getCount()).isEqualTo(1);
      assertThatThrownBy(() -> driver.store.reader().range(rangeOf("a", "").setRevision(8).build()))
          .isInstanceOf(RefusedException.class)
          .hasMessage("etcdserver: mvcc: required revision is a future revision");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBadRangeIsRefused(Form form) throws IOException {
    try (Driver driver = filled(form)) {
      assertThat(refusal(driver, rangeOf("", "").build())).isEqualTo(Refusal.EMPTY_KEY);
      assertThat(refusal(driver, rangeOf("a", "").setSortOrderValue(9).build()))
          .isEqualTo(Refusal.INVALID_SORT_OPTION);
      assertThat(refusal(driver, rangeOf("a", "").setSortTargetValue(9).build()))
          .isEqualTo(Refusal.INVALID_SORT_OPTION);
    }
  }

  private static Refusal refusal(Driver driver, RangeRequest request) {
    try {
      throw new AssertionError(driver.store.reader().range(request).toString());
    } catch (RefusedException refused) {
      return refused.refusal();
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesOfEverySizeComeBack(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      for (int size : new int[] {0, 1, 127, 128, 20_000, 1_500_000}) {
        driver.put("size", "small");
        driver.put("size", "x".repeat(size));
        assertThat(driver.get("size").getKvs(0).getValue().size()).isEqualTo(size);
        driver.put("size", "small");
        assertThat(pairs(driver.get("size").getKvsList())).containsExactly("size=small");
      }
    }
  }
}
