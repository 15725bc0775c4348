package io.synod.core.log;

import io.synod.core.Command;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The commands that wait at a leader for a slot. */
public final class Backlog {

  private final Settings settings;
  private final Deque<Command> commands = new ArrayDeque<>();
  private long bytes;

  /** Begins empty. */
  public Backlog(Settings settings) {
    this.settings = settings;
  }

  /** Takes commands of this member's own clients, whose number {@link Pending} bounds. */
  public void addOwn(List<Command> own) {
    for (Command command : own) {
      commands.add(command);
      bytes += command.payload().length();
    }
  }

  /** Takes another member's commands, or drops them if too much waits already: the other member sends them again. */
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
    while (!commands.isEmpty() && batch.size() < settings.batchCommands()) {
      long length = commands.element().payload().length();
      if (!batch.isEmpty() && weight + length > settings.batchBytes()) {
        break;
      }
      weight += length;
      batch.add(commands.remove());
    }
    bytes -= weight;
    return new Value(batch);
  }
}
