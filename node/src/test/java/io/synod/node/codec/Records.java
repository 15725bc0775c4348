package io.synod.node.codec;

import io.synod.core.Ballot;
import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Record;
import io.synod.core.RegisterRecord;
import io.synod.core.Session;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Records for tests. */
public final class Records {

  private Records() {}

  /** A record that accepts one slot, whose one command has a payload of this size. */
  public static Record accepted(long slot, int payload) {
    return accepted(slot, 1, payload);
  }

  /** A record that accepts one slot with this many commands. */
  public static Record accepted(long slot, int commands, int payload) {
    Session session = new Session(new MemberId(0x1234567812345678L), 3);
    List<Command> list = new ArrayList<>();
    for (int i = 0; i < commands; i++) {
      byte[] bytes = new byte[payload];
      new Random(slot * 31 + i).nextBytes(bytes);
      list.add(new Command(session, slot * 1_000 + i + 1, slot, Bytes.wrap(bytes)));
    }
    return new Record.Accepted(new Ballot(7, session.member()), slot, List.of(new Value(list)));
  }

  /** Some records of any kind; slots from the given one on. */
  public static List<Record> random(Random random, int count, long slot) {
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          switch (random.nextInt(8)) {
            case 0 -> new Record.Promised(ballot(random));
            case 1 -> new Record.Chosen(slot);
            case 2 -> new Record.Learned(slot, values(random));
            case 3 -> new Record.Installed(slot);
            case 4 -> register(random, new RegisterRecord.Promised(ballot(random)));
            case 5 ->
                register(
                    random,
                    new RegisterRecord.Accepted(
                        ballot(random), new Value(List.of(command(random)))));
            default -> new Record.Accepted(ballot(random), slot, values(random));
          });
    }
    return records;
  }

  private static Ballot ballot(Random random) {
    return new Ballot(1 + random.nextInt(1_000), new MemberId(random.nextLong()));
  }

  private static List<Value> values(Random random) {
    List<Value> values = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<Command> commands = new ArrayList<>();
      for (int j = random.nextInt(4); j > 0; j--) {
        commands.add(command(random));
      }
      values.add(new Value(commands));
    }
    return values;
  }

  private static Record register(Random random, RegisterRecord record) {
    return new Record.Register("name " + random.nextInt(5), record);
  }

  private static Command command(Random random) {
    byte[] payload = new byte[random.nextInt(random.nextInt(10) == 0 ? 3_000 : 40)];
    random.nextBytes(payload);
    Session session = new Session(new MemberId(random.nextInt(3)), random.nextInt(3));
    return new Command(session, 1 + random.nextInt(500), 0, Bytes.wrap(payload));
  }
}
