package io.synod.server.front;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.synod.store.wire.Compare;
import io.synod.store.wire.PutRequest;
import io.synod.store.wire.RangeRequest;
import io.synod.store.wire.RequestOp;
import io.synod.store.wire.TxnRequest;
import io.synod.store.wire.WatchCreateRequest;
import io.synod.store.wire.WatchRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text is counted for, beside what the message takes that it stands for. */
final class JsonSizeTest {

  private static long size(String text, Message type, boolean all) throws IOException {
    return JsonSize.longest(
        new ByteArrayInputStream(text.getBytes(UTF_8)), type.getDescriptorForType(), all);
  }

  private static long put(String text) throws IOException {
    return size(text, PutRequest.getDefaultInstance(), false);
  }

  static List<Message> messages() {
    PutRequest put =
        PutRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8("a"))
            .setValue(ByteString.copyFrom(new byte[70_000]))
            .setLease(-1)
            .setPrevKv(true)
            .build();
    TxnRequest txn =
        TxnRequest.newBuilder()
            .addCompare(
                Compare.newBuilder()
                    .setTarget(Compare.CompareTarget.VALUE)
                    .setResult(Compare.CompareResult.GREATER)
                    .setValue(ByteString.EMPTY))
            .addCompare(Compare.newBuilder().setVersion(0))
            .addSuccess(RequestOp.newBuilder().setRequestPut(put))
            .addSuccess(RequestOp.newBuilder().setRequestRange(RangeRequest.getDefaultInstance()))
            .build();
    return List.of(
        PutRequest.getDefaultInstance(),
        put,
        txn,
        TxnRequest.newBuilder()
            .addFailure(RequestOp.newBuilder().setRequestTxn(txn))
            .addFailure(RequestOp.getDefaultInstance())
            .build(),
        RangeRequest.newBuilder()
            .setLimit(Long.MIN_VALUE)
            .setSortOrder(RangeRequest.SortOrder.DESCEND)
            .build(),
        WatchRequest.newBuilder()
            .setCreateRequest(
                WatchCreateRequest.newBuilder()
                    .setStartRevision(300)
                    .addFilters(WatchCreateRequest.FilterType.NOPUT)
                    .addFilters(WatchCreateRequest.FilterType.NODELETE)
                    .addFilters(WatchCreateRequest.FilterType.NOPUT))
            .build());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isTheMessagesSize(Message message) throws IOException {
    List<JsonFormat.Printer> printers =
        List.of(
            JsonFormat.printer(),
            JsonFormat.printer().preservingProtoFieldNames().printingEnumsAsInts(),
            JsonFormat.printer().alwaysPrintFieldsWithNoPresence());
    for (JsonFormat.Printer printer : printers) {
      assertThat(size(printer.print(message), message, false))
          .isEqualTo(message.getSerializedSize());
    }
  }

  @Test
  void ofAFieldThatStandsTwiceTheSecondCounts() throws IOException {
    assertThat(put("{\"value\":\"QUJD\",\"value\":\"QQ==\"}")).isEqualTo(3);
  }

  @Test
  void whatIsUnknownOrNullCountsNothing() throws IOException {
    assertThat(put("{\"x\":{\"key\":\"QQ==\"},\"value\":null,\"key\":\"Q\\u0055JD\"}"))
        .isEqualTo(5);
  }

  @Test
  void ofMessagesThatFollowEachOtherTheFirstOrTheLongestCounts() throws IOException {
    String two = "{} {\"key\":\"QUJD\"} {\"key\":\"QQ==\"}";
    assertThat(size(two, PutRequest.getDefaultInstance(), false)).isZero();
    assertThat(size(two, PutRequest.getDefaultInstance(), true)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"key\":7}",
        "{\"key\":\"!\"}",
        "{\"key\":\"QUJD\"",
        "{\"lease\":{}}",
        "{\"lease\":\"x\"}",
        "{key:1}"
      })
  void whatIsNoMessageIsRefused(String text) {
    assertThatThrownBy(() -> put(text)).isInstanceOf(IOException.class);
  }
}
