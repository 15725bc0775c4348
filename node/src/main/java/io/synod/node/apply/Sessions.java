package io.synod.node.apply;

import io.synod.core.Bytes;
import io.synod.core.Command;
import io.synod.core.MemberId;
import io.synod.core.Session;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which command of which writer was applied, so that one that comes twice is applied once. A
 * deterministic function of the log, kept in the state machine's notes, one for each writing
 * member.
 */
public final class Sessions {

  private static final String PREFIX = "session/";

  private final Map<MemberId, SessionState> byMember = new HashMap<>();
  private final Set<MemberId> changed = new LinkedHashSet<>();

  /** The sessions as the notes have them. */
  public Sessions(Map<String, Bytes> notes) {
    notes.forEach((name, note) -> {
      if (name.startsWith(PREFIX)) {
        long member = Long.parseUnsignedLong(name.substring(PREFIX.length()), 16);
        byMember.put(new MemberId(member), SessionState.decode(note));
      }
    });
  }

  /**
   * Whether to apply a command now; if so, it counts as applied. A command of a newer boot ends the
   * member's older sessions.
   */
  public boolean admit(Command command) {
    Session session = command.session();
    SessionState state = byMember.get(session.member());
    if (state == null || state.boot() < session.boot()) {
      state = new SessionState(session.boot());
      byMember.put(session.member(), state);
    } else if (state.boot() > session.boot() || state.contains(command.sequence())) {
      return false;
    }
    state.add(command.sequence(), command.acknowledged());
    changed.add(session.member());
    return true;
  }

  /** Whether a command was applied, or is one that its writer has settled. */
  public boolean contains(Session session, long sequence) {
    SessionState state = byMember.get(session.member());
    return state != null && state.boot() == session.boot() && state.contains(sequence);
  }

  /** Adds the notes of the sessions that changed since the last call. */
  public void addChanged(Map<String, Bytes> notes) {
    for (MemberId member : changed) {
      SessionState state = byMember.get(member);
      if (state != null) {
        notes.put(PREFIX + Long.toHexString(member.value()), state.encode());
      }
    }
    changed.clear();
  }
}
