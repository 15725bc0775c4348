package io.synod.core.log;

import io.synod.core.Command;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands that wait at a leader for a slot, each once: members send a command again while it
 * is not chosen, and without this rule a stalled leader would have to work off every copy.
 */
public final class Backlog {

  private record Key(Session session, long sequence) {}

  private final Settings settings;
  private final Map<Key, Command> commands = new LinkedHashMap<>();
  private long bytes;

  /** Begins empty. */
  public Backlog(Settings settings) {
    this.settings = settings;
  }

  /** Takes commands of this member's own clients, whose number {@link Pending} bounds. */
  public void addOwn(List<Command> own) {
    for (Command command : own) {
      if (commands.putIfAbsent(new Key(command.session(), command.sequence()), command) == null) {
        bytes += command.payload().length();
      }
    }
  }

  /**
   * Takes another member's commands, or drops them if too much waits already: the other member
   * sends them again.
   */
  public void addForwarded(List<Command> forwarded) {
    if (bytes < settings.pendingBytes() && commands.size() < 2 * settings.pendingCommands()) {
      addOwn(forwarded);
    }
  }

  /** Forgets everything: what is still wanted comes again from those who wait for it. */
  public void clear() {
    commands.clear();
    bytes = 0;
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  /** Takes out the commands of the next slot. */
  Value next() {
    List<Command> batch = new ArrayList<>();
    long weight = 0;
    Iterator<Command> waiting = commands.values().iterator();
    while (waiting.hasNext() && batch.size() < settings.batchCommands()) {
      Command command = waiting.next();
      long length = command.payload().length();
      if (!batch.isEmpty() && weight + length > settings.batchBytes()) {
        break;
      }
      weight += length;
      batch.add(command);
      waiting.remove();
    }
    bytes -= weight;
    return new Value(batch);
  }
}
