package io.synod.examples.embedding;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.node.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often each name was proposed. */
public final class Counter implements StateMachine {

  private final Map<String, Long> counts = new TreeMap<>();

  /** How often a name was proposed. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  @Override
  public byte[] apply(long slot, byte[] command) {
    long count = counts.merge(new String(command, UTF_8), 1L, Long::sum);
    return Long.toString(count).getBytes(UTF_8);
  }

  @Override
  public void snapshot(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(counts.size());
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      data.writeUTF(entry.getKey());
      data.writeLong(entry.getValue());
    }
    data.flush();
  }

  @Override
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    counts.clear();
    for (int i = data.readInt(); i > 0; i--) {
      counts.put(data.readUTF(), data.readLong());
    }
  }
}
