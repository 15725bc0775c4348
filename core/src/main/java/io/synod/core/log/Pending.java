package io.synod.core.log;

import io.synod.core.Command;
import io.synod.core.Effects;
import io.synod.core.Outbox;
import io.synod.core.Session;
import io.synod.core.Settings;
import io.synod.core.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands of this member's clients that are not yet known to be chosen: they are sent until
 * they are.
 */
public final class Pending {

  private record Waiting(Command command, long since) {}

  private final Session session;
  private final Settings settings;
  private final Outbox out;

  /** By sequence, oldest first. */
  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

  private long bytes;

  /** Begins with no command. */
  public Pending(Session session, Settings settings, Outbox out) {
    this.session = session;
    this.settings = settings;
    this.out = out;
  }

  /** Takes what there is room for and refuses the rest; returns what was taken. */
  public List<Command> add(List<Command> commands, long now) {
    List<Command> taken = new ArrayList<>(commands.size());
    for (Command command : commands) {
      long weight = command.payload().length();
      if (waiting.size() >= settings.pendingCommands()
          || bytes + weight > settings.pendingBytes()) {
        out.refuse(command.sequence(), Effects.Reason.TOO_MANY);
      } else {
        waiting.put(command.sequence(), new Waiting(command, now));
        bytes += weight;
        taken.add(command);
      }
    }
    return taken;
  }

  /** These commands are chosen: they need not be sent any more. */
  void settle(Value value) {
    for (Command command : value.commands()) {
      if (command.session().equals(session)) {
        Waiting settled = waiting.remove(command.sequence());
        if (settled != null) {
          bytes -= settled.command().payload().length();
        }
      }
    }
  }

  /** Nobody waits for the commands up to this one any more. */
  public void withdraw(long upTo) {
    for (Iterator<Map.Entry<Long, Waiting>> it = waiting.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<Long, Waiting> entry = it.next();
      if (entry.getKey() > upTo) {
        return;
      }
      bytes -= entry.getValue().command().payload().length();
      it.remove();
    }
  }

  /** Every waiting command, to be sent to a new leader; they count as sent now. */
  public List<Command> all(long now) {
    return sentBefore(Long.MAX_VALUE, now);
  }

  /** The commands that were last sent at {@code limit} or before; they count as sent now. */
  public List<Command> sentBefore(long limit, long now) {
    List<Command> commands = new ArrayList<>();
    for (Map.Entry<Long, Waiting> entry : waiting.entrySet()) {
      if (entry.getValue().since() <= limit) {
        commands.add(entry.getValue().command());
        entry.setValue(new Waiting(entry.getValue().command(), now));
      }
    }
    return commands;
  }
}
