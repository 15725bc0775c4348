package io.synod.bench.differential;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where two answers differ.
 *
 * @param kind of the call, as {@link Step#kind}
 * @param where the first field that differs, as a path
 * @param expected what etcd says
 * @param actual what Synod says
 */
record Difference(String kind, String where, String expected, String actual) {

  /** Members and their elections are each cluster's own. */
  private static final Set<String> OWN = Set.of("cluster_id", "member_id", "raft_term");

  /** Whether it is the same difference as another, in another place. */
  boolean isLike(Difference other) {
    return kind.equals(other.kind) && pattern().equals(other.pattern());
  }

  private String pattern() {
    return where.replaceAll("[0-9]+", "#");
  }

  /** Compares what two servers say to one call. */
  static @Nullable Difference between(String kind, Answer expected, Answer actual) {
    String where =
        switch (expected) {
          case Answer.Done(Message one) when actual instanceof Answer.Done(Message two) ->
              differs("", one, two);
          case Answer.Done _ -> "done";
          case Answer.Page one when actual instanceof Answer.Page two ->
              one.status() != two.status()
                  ? "status"
                  : one.text().equals(two.text()) ? null : "body";
          case Answer.Page _ -> "page";
          case Answer.Failed one when actual instanceof Answer.Failed two ->
              one.code() != two.code() ? "code" : one.text().equals(two.text()) ? null : "text";
          case Answer.Failed _ -> "failed";
        };
    return where == null
        ? null
        : new Difference(kind, where, expected.toString(), actual.toString());
  }

  /** Compares lists of messages. */
  static @Nullable Difference between(
      String kind, String what, List<? extends Message> expected, List<? extends Message> actual) {
    String where = expected.size() == actual.size() ? null : what;
    for (int i = 0; i < expected.size() && i < actual.size() && where == null; i++) {
      where = differs(what + i + ".", expected.get(i), actual.get(i));
    }
    return where == null ? null : new Difference(kind, where, text(expected), text(actual));
  }

  private static String text(List<? extends Message> messages) {
    StringBuilder text = new StringBuilder("[").append(messages.size()).append("]");
    for (Message message : messages.subList(0, Math.min(20, messages.size()))) {
      text.append("\n    ").append(Wording.of(message));
    }
    return text.toString();
  }

  /** The path of the first field that differs; null if none does. */
  private static @Nullable String differs(String path, Message expected, Message actual) {
    if (!expected.getUnknownFields().equals(actual.getUnknownFields())) {
      return path + "unknown";
    }
    for (FieldDescriptor field : expected.getDescriptorForType().getFields()) {
      String where = OWN.contains(field.getName()) ? null : differs(path, field, expected, actual);
      if (where != null) {
        return where;
      }
    }
    return null;
  }

  private static @Nullable String differs(
      String path, FieldDescriptor field, Message expected, Message actual) {
    String name = path + field.getName();
    if (!field.isRepeated()) {
      if (field.hasPresence() && expected.hasField(field) != actual.hasField(field)) {
        return name;
      }
      return differs(name, expected.getField(field), actual.getField(field));
    }
    int count = expected.getRepeatedFieldCount(field);
    if (count != actual.getRepeatedFieldCount(field)) {
      return name;
    }
    for (int i = 0; i < count; i++) {
      String where =
          differs(name + i, expected.getRepeatedField(field, i), actual.getRepeatedField(field, i));
      if (where != null) {
        return where;
      }
    }
    return null;
  }

  private static @Nullable String differs(String path, Object expected, Object actual) {
    if (expected instanceof Message one && actual instanceof Message two) {
      return differs(path + ".", one, two);
    }
    return expected.equals(actual) ? null : path;
  }
}
