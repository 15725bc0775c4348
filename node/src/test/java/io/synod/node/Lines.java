package io.synod.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** A list of lines, each command appending one; the answer says which line it became. */
final class Lines implements StateMachine {

  private final List<String> lines = new ArrayList<>();

  List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public byte[] apply(long slot, byte[] command) {
    String line = new String(command, UTF_8);
    if (line.equals("break")) {
      throw new IllegalStateException("it was told to break");
    }
    lines.add(line);
    return String.valueOf(lines.size()).getBytes(UTF_8);
  }

  @Override
  public void snapshot(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(lines.size());
    for (String line : lines) {
      data.writeUTF(line);
    }
    data.flush();
  }

  @Override
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    lines.clear();
    for (int i = data.readInt(); i > 0; i--) {
      lines.add(data.readUTF());
    }
  }
}
