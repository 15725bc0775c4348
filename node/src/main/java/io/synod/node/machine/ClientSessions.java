package io.synod.node.machine;

import io.synod.core.Bytes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The last command of each session that users named, with what it was answered. A deterministic
 * function of the log.
 */
final class ClientSessions {

  /** So many are remembered: those that were used last. The same number at all members. */
  static final int MOST = 10_000;

  private record Last(long sequence, Bytes result) {}

  /** The one that was used last is the last. */
  private final Map<String, Last> sessions = new LinkedHashMap<>();

  /** Applies a command, unless its session has done it already. */
  Answer once(String session, long sequence, Supplier<Bytes> apply) {
    Last last = sessions.get(session);
    if (last == null && sequence != 1) {
      return new Answer.Unknown();
    }
    if (last != null && sequence < last.sequence()) {
      return new Answer.Superseded(last.sequence());
    }
    if (last != null && sequence == last.sequence()) {
      return new Answer.Result(last.result());
    }
    Bytes result = apply.get();
    sessions.remove(session);
    sessions.put(session, new Last(sequence, result));
    if (sessions.size() > MOST) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    return new Answer.Result(result);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(sessions.size());
    for (Map.Entry<String, Last> session : sessions.entrySet()) {
      out.writeUTF(session.getKey());
      out.writeLong(session.getValue().sequence());
      out.writeInt(session.getValue().result().length());
      out.write(session.getValue().result().array());
    }
  }

  void read(DataInput in) throws IOException {
    sessions.clear();
    for (int i = in.readInt(); i > 0; i--) {
      String name = in.readUTF();
      long sequence = in.readLong();
      byte[] result = new byte[in.readInt()];
      in.readFully(result);
      sessions.put(name, new Last(sequence, Bytes.wrap(result)));
    }
  }
}
