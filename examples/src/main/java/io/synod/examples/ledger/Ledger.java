package io.synod.examples.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.synod.node.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The books: who has how much, and what happened. A command is a line of text, {@code deposit Joe
 * 100} or {@code cheque Joe Jane 100}; so is its answer, {@code done} or {@code refused}, with the
 * reason.
 */
public final class Ledger implements StateMachine {

  /**
   * What happened in a slot of the log.
   *
   * @param slot the slot
   * @param command what was asked for
   * @param answer what came of it
   */
  public record Event(long slot, String command, String answer) {}

  private final Map<String, Long> balances = new TreeMap<>();
  private final List<Event> history = new ArrayList<>();

  /** How much somebody has. */
  public long balance(String name) {
    return balances.getOrDefault(name, 0L);
  }

  /** Who has how much, in the order of names. */
  public Map<String, Long> balances() {
    return Collections.unmodifiableMap(new TreeMap<>(balances));
  }

  /** What happened, in the order in which it did. */
  public List<Event> history() {
    return List.copyOf(history);
  }

  @Override
  public byte[] apply(long slot, byte[] command) {
    String line = new String(command, UTF_8);
    String answer = perform(line.split(" ", -1));
    history.add(new Event(slot, line, answer));
    return answer.getBytes(UTF_8);
  }

  private String perform(String[] words) {
    if (words.length == 3 && words[0].equals("deposit") && isAmount(words[2])) {
      return move("", words[1], Long.parseLong(words[2]));
    } else if (words.length == 4 && words[0].equals("cheque") && isAmount(words[3])) {
      return move(words[1], words[2], Long.parseLong(words[3]));
    }
    return "refused: the bank does not understand that";
  }

  private static boolean isAmount(String word) {
    return word.matches("[1-9][0-9]{0,11}");
  }

  /** Moves money from an account, or from outside if that has no name. */
  private String move(String from, String to, long amount) {
    if (!from.isEmpty()) {
      long rest = balance(from) - amount;
      if (rest < 0) {
        return "refused: " + from + " has " + balance(from);
      }
      balances.put(from, rest);
    }
    balances.put(to, balance(to) + amount);
    return "done";
  }

  @Override
  public void snapshot(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(balances.size());
    for (Map.Entry<String, Long> account : balances.entrySet()) {
      data.writeUTF(account.getKey());
      data.writeLong(account.getValue());
    }
    data.writeInt(history.size());
    for (Event event : history) {
      data.writeLong(event.slot());
      data.writeUTF(event.command());
      data.writeUTF(event.answer());
    }
    data.flush();
  }

  @Override
  public void restore(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    balances.clear();
    for (int i = data.readInt(); i > 0; i--) {
      balances.put(data.readUTF(), data.readLong());
    }
    history.clear();
    for (int i = data.readInt(); i > 0; i--) {
      history.add(new Event(data.readLong(), data.readUTF(), data.readUTF()));
    }
  }
}
