package io.synod.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Record;
import io.synod.core.RegisterRecord;
import io.synod.core.Session;
import io.synod.core.Value;
import io.synod.node.wire.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The codec and the classes generated from {@code log.proto} understand each other, byte for byte.
 */
final class CodecTest {

  private static final MemberId BIG = new MemberId(-1);

  @Test
  void everyKindOfRecordMatchesTheGeneratedClasses() throws IOException {
    Value one = new Value(List.of(command(BIG, 1, 1, 0, "put")));
    Value two =
        new Value(
            List.of(
                command(new MemberId(1), 7, 300, 299, ""),
                command(new MemberId(1), 7, 301, 299, "x".repeat(20_000)),
                command(new MemberId(0), 0, Long.MAX_VALUE, Long.MAX_VALUE - 1, "é")));
    List<Record> records =
        List.of(
            new Record.Promised(Ballot.NONE),
            new Record.Promised(new Ballot(Long.MAX_VALUE, BIG)),
            new Record.Accepted(new Ballot(3, BIG), 1, List.of(one)),
            new Record.Accepted(new Ballot(3, BIG), 128, List.of(Value.NO_OP, two, Value.NO_OP)),
            new Record.Learned(Long.MAX_VALUE - 1, List.of(two, one)),
            new Record.Chosen(0),
            new Record.Chosen(5),
            new Record.Installed(1L << 40));
    assertThat(read(write(records))).isEqualTo(records);
    Batch generated = generated(records);
    assertThat(Batch.parseFrom(write(records))).isEqualTo(generated);
    assertThat(write(records)).isEqualTo(generated.toByteArray());
  }

  @Test
  void randomRecordsMatchTheGeneratedClasses() throws IOException {
    for (int seed = 0; seed < 300; seed++) {
      List<Record> records = Records.random(new Random(seed), 1 + seed % 5, 1);
      byte[] bytes = write(records);
      assertThat(bytes).isEqualTo(generated(records).toByteArray());
      assertThat(read(bytes)).isEqualTo(records);
    }
  }

  @Test
  void commandsOfOneSessionShareItAfterReading() throws IOException {
    Value value =
        new Value(List.of(command(BIG, 4, 1, 0, "a"), command(new MemberId(-1), 4, 2, 0, "b")));
    byte[] bytes = new byte[LogCodec.sizeOf(value)];
    LogCodec.write(value, CodedOutputStream.newInstance(bytes));
    Value read = LogCodec.readValue(CodedInputStream.newInstance(bytes));
    assertThat(read.commands().get(1).session()).isSameAs(read.commands().get(0).session());
  }

  @Test
  void fieldsOfNewerVersionsAreSkippedButKindsOfRecordsAreNot() throws IOException {
    byte[] newField = {(byte) (9 << 3), 1};
    Command command = command(BIG, 1, 1, 0, "put");
    byte[] bytes = new byte[LogCodec.sizeOf(command)];
    LogCodec.write(command, CodedOutputStream.newInstance(bytes));
    byte[] longer = ByteString.copyFrom(bytes).concat(ByteString.copyFrom(newField)).toByteArray();
    assertThat(LogCodec.readCommand(CodedInputStream.newInstance(longer))).isEqualTo(command);

    byte[] newKind = {1 << 3 | 2, 2, 9 << 3 | 2, 0};
    byte[] noKind = {1 << 3 | 2, 0};
    assertThatThrownBy(() -> read(newKind)).hasMessageContaining("does not know");
    assertThatThrownBy(() -> read(noKind)).hasMessageContaining("does not know");
  }

  @Test
  void cutOffBytesAreRefused() throws IOException {
    byte[] bytes =
        write(
            List.of(
                new Record.Accepted(
                    new Ballot(3, BIG),
                    1,
                    List.of(new Value(List.of(command(BIG, 1, 1, 0, "p")))))));
    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
  }

  private static byte[] write(List<Record> records) throws IOException {
    int size = 0;
    for (Record record : records) {
      size += RecordCodec.sizeInBatch(record);
    }
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (Record record : records) {
      RecordCodec.writeInBatch(record, out);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static List<Record> read(byte[] bytes) throws IOException {
    List<Record> records = new ArrayList<>();
    RecordCodec.readBatch(CodedInputStream.newInstance(bytes), records::add);
    return records;
  }

  private static Command command(MemberId m, long boot, long sequence, long acked, String payload) {
    byte[] bytes = payload.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new Command(new Session(m, boot), sequence, acked, Bytes.wrap(bytes));
  }

  private static Batch generated(List<Record> records) {
    Batch.Builder batch = Batch.newBuilder();
    for (Record record : records) {
      batch.addRecords(generated(record));
    }
    return batch.build();
  }

  private static io.synod.node.wire.Record generated(Record record) {
    var to = io.synod.node.wire.Record.newBuilder();
    switch (record) {
      case Record.Promised r -> to.getPromisedBuilder().setBallot(generated(r.ballot()));
      case Record.Accepted r -> {
        var accepted = to.getAcceptedBuilder();
        accepted.setBallot(generated(r.ballot())).setFirst(r.first());
        r.values().forEach(value -> accepted.addValues(generated(value)));
      }
      case Record.Learned r -> {
        var learned = to.getLearnedBuilder().setFirst(r.first());
        r.values().forEach(value -> learned.addValues(generated(value)));
      }
      case Record.Chosen r -> to.getChosenBuilder().setSlot(r.slot());
      case Record.Installed r -> to.getInstalledBuilder().setSlot(r.slot());
      case Record.Register r -> {
        var register = to.getRegisterBuilder().setName(r.name());
        switch (r.record()) {
          case RegisterRecord.Promised p ->
              register.getPromisedBuilder().setBallot(generated(p.ballot()));
          case RegisterRecord.Accepted a ->
              register
                  .getAcceptedBuilder()
                  .setBallot(generated(a.ballot()))
                  .setValue(generated(a.value()));
        }
      }
    }
    return to.build();
  }

  private static io.synod.node.wire.Ballot generated(Ballot ballot) {
    return io.synod.node.wire.Ballot.newBuilder()
        .setRound(ballot.round())
        .setMember(ballot.member().value())
        .build();
  }

  private static io.synod.node.wire.Value generated(Value value) {
    var to = io.synod.node.wire.Value.newBuilder();
    for (Command command : value.commands()) {
      var builder = to.addCommandsBuilder();
      builder
          .getSessionBuilder()
          .setMember(command.session().member().value())
          .setBoot(command.session().boot());
      builder
          .setSequence(command.sequence())
          .setAcknowledged(command.acknowledged())
          .setPayload(ByteString.copyFrom(command.payload().array()));
    }
    return to.build();
  }
}
