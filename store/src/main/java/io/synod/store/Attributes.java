package io.synod.store;

import com.google.protobuf.InvalidProtocolBufferException;
import io.synod.core.Bytes;
import io.synod.store.wire.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What members have told about themselves through the log: name and client URLs, the newest of each
 * member. Kept among the state's notes, under names of its own. Belongs to the thread that applies,
 * except for what is static.
 */
final class Attributes {
  private static final String PREFIX = "attributes:";

  private final Map<String, Bytes> told = new HashMap<>();

  void tell(Member member) {
    told.put(PREFIX + Long.toHexString(member.getID()), Bytes.wrap(member.toByteArray()));
  }

  /** What to commit: the member's own notes and what has been told since the last commit. */
  Map<String, Bytes> with(Map<String, Bytes> notes) {
    if (told.isEmpty()) {
      return notes;
    }
    Map<String, Bytes> all = new HashMap<>(notes);
    all.putAll(told);
    return all;
  }

  void committed() {
    told.clear();
  }

  /** The notes without what is kept here. */
  static Map<String, Bytes> without(Map<String, Bytes> notes) {
    Map<String, Bytes> others = new HashMap<>(notes);
    others.keySet().removeIf(name -> name.startsWith(PREFIX));
    return Map.copyOf(others);
  }

  static List<Member> in(Map<String, Bytes> notes) {
    List<Member> members = new ArrayList<>();
    notes.forEach((name, note) -> {
      if (name.startsWith(PREFIX)) {
        members.add(parse(note));
      }
    });
    return members;
  }

  private static Member parse(Bytes note) {
    try {
      return Member.parseFrom(note.array());
    } catch (InvalidProtocolBufferException damaged) {
      throw new IllegalStateException(
          "the store holds attributes of a member that cannot be read", damaged);
    }
  }
}
