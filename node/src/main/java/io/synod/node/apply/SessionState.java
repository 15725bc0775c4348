package io.synod.node.apply;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.synod.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which commands of one session were applied. A deterministic function of the session's commands in
 * slot order.
 *
 * <p>Invariant: everything up to {@code through} is applied or settled at its writer; the runs lie
 * above {@code through + 1}, and do not touch each other.
 */
final class SessionState {

  private final long boot;
  private long through;

  /** Runs of applied sequences: first to last. */
  private final TreeMap<Long, Long> runs = new TreeMap<>();

  SessionState(long boot) {
    this.boot = boot;
  }

  long boot() {
    return boot;
  }

  boolean contains(long sequence) {
    if (sequence <= through) {
      return true;
    }
    Map.Entry<Long, Long> run = runs.floorEntry(sequence);
    return run != null && run.getValue() >= sequence;
  }

  /** Remembers a command that is not contained yet. */
  void add(long sequence, long acknowledged) {
    if (sequence == through + 1 && runs.isEmpty()) {
      through = sequence;
    } else {
      insert(sequence);
    }
    raise(acknowledged);
  }

  private void insert(long sequence) {
    long first = sequence;
    long last = sequence;
    Map.Entry<Long, Long> before = runs.lowerEntry(sequence);
    if (before != null && before.getValue() == sequence - 1) {
      first = before.getKey();
    }
    Long after = runs.remove(sequence + 1);
    if (after != null) {
      last = after;
    }
    runs.put(first, last);
  }

  private void raise(long acknowledged) {
    through = Math.max(through, acknowledged);
    while (!runs.isEmpty() && runs.firstKey() <= through + 1) {
      through = Math.max(through, runs.pollFirstEntry().getValue());
    }
  }

  Bytes encode() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(32);
      CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
      out.writeUInt64NoTag(boot);
      out.writeUInt64NoTag(through);
      long last = through;
      for (Map.Entry<Long, Long> run : runs.entrySet()) {
        out.writeUInt64NoTag(run.getKey() - last);
        out.writeUInt64NoTag(run.getValue() - run.getKey());
        last = run.getValue();
      }
      out.flush();
      return Bytes.wrap(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SessionState decode(Bytes note) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(note.array());
      SessionState session = new SessionState(in.readUInt64());
      session.through = in.readUInt64();
      long last = session.through;
      while (!in.isAtEnd()) {
        long first = last + in.readUInt64();
        last = first + in.readUInt64();
        session.runs.put(first, last);
      }
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
