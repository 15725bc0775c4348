package io.synod.store;

import static io.synod.store.Driver.deleteOf;
import static io.synod.store.Driver.op;
import static io.synod.store.Driver.pairs;
import static io.synod.store.Driver.putOf;
import static io.synod.store.Driver.rangeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.store.request.Commands;
import io.synod.store.request.Refusal;
import io.synod.store.wire.DeleteRangeResponse;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeleteTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void aDeleteThatDeletesNothingRaisesNoRevision(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "1");

      DeleteRangeResponse nothing = driver.delete("b");
      assertThat(nothing.getDeleted()).isZero();
      assertThat(nothing.getHeader().getRevision()).isEqualTo(2);

      assertThat(driver.delete("a").getHeader().getRevision()).isEqualTo(3);
      assertThat(driver.delete("a").getHeader().getRevision()).isEqualTo(3);
      assertThat(driver.store.revision()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRangeIsDeletedAtOneRevision(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      for (String key : new String[] {"a", "b", "c", "d"}) {
        driver.put(key, key);
      }
      DeleteRangeResponse deleted =
          driver.delete(deleteOf("b", "d").toBuilder().setPrevKv(true).build());

      assertThat(deleted.getDeleted()).isEqualTo(2);
      assertThat(deleted.getHeader().getRevision()).isEqualTo(6);
      assertThat(pairs(deleted.getPrevKvsList())).containsExactly("b=b", "c=c");
      assertThat(pairs(driver.all().getKvsList())).containsExactly("a=a", "d=d");
      assertThat(driver.delete(deleteOf("\0", "\0")).getDeleted()).isEqualTo(2);
      assertThat(driver.all().getCount()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRangeHoldsWhatTheRunHasPutAndNotWhatItHasDeleted(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      driver.put("a", "old");
      driver.put("c", "old");
      driver.store.apply(Commands.encode(Driver.putOf("b", "new")), false);
      driver.store.apply(Commands.encode(Driver.putOf("c", "new")), false);
      driver.store.apply(Commands.encode(Driver.putOf("d", "new")), false);
      driver.store.apply(Commands.encode(deleteOf("a", "")), false);

      DeleteRangeResponse deleted =
          driver.delete(deleteOf("\0", "\0").toBuilder().setPrevKv(true).build());

      assertThat(pairs(deleted.getPrevKvsList())).containsExactly("b=new", "c=new", "d=new");
      assertThat(driver.all().getCount()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyKeyIsRefused(Form form) throws IOException {
    try (Driver driver = new Driver(form.home(directory))) {
      assertThat(driver.refusal(Commands.encode(deleteOf("", "\0")))).isEqualTo(Refusal.EMPTY_KEY);
    }
  }

  @Test
  void aRequestDeletesSoManyKeysAndNoMore() throws IOException {
    try (Driver driver = new Driver(Form.MEMORY.home(directory))) {
      int most = 100_000;
      for (int i = 0; i <= most; i++) {
        driver.store.apply(Commands.encode(putOf("k" + i, "")), false);
      }
      driver.commit();
      Bytes all = Commands.encode(deleteOf("k", "l"));
      assertThat(driver.refusal(all)).isEqualTo(Refusal.TOO_MANY_TO_DELETE);
      RequestOp ten = op(deleteOf("k1000", "k1001"));
      TxnRequest inPieces =
          TxnRequest.newBuilder().addSuccess(ten).addSuccess(op(deleteOf("k", "l"))).build();
      assertThat(driver.refusal(Commands.encode(inPieces))).isEqualTo(Refusal.TOO_MANY_TO_DELETE);
      assertThat(driver.range(rangeOf("k", "l").setCountOnly(true).build()).getCount())
          .isEqualTo(most + 1);
      driver.delete("k0");
      assertThat(driver.delete(deleteOf("k", "l")).getDeleted()).isEqualTo(most);
    }
  }
}
