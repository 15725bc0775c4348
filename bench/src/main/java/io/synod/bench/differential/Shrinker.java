package io.synod.bench.differential;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** Makes a sequence of calls shorter and its calls smaller while it still shows a difference. */
final class Shrinker {

  /** Whether a sequence of calls still shows it. */
  interface Trial {
    boolean shows(List<Step> steps) throws Exception;
  }

  private final Trial trial;
  private int attempts;
  private List<Step> steps;

  private Shrinker(List<Step> steps, Trial trial, int attempts) {
    this.steps = steps;
    this.trial = trial;
    this.attempts = attempts;
  }

  /**
   * Shrinks.
   *
   * @param attempts how often to try at most
   */
  static List<Step> shrink(List<Step> steps, Trial trial, int attempts) throws Exception {
    Shrinker shrinker = new Shrinker(new ArrayList<>(steps), trial, attempts);
    shrinker.leaveOut();
    shrinker.simplify();
    shrinker.leaveOut();
    return shrinker.steps;
  }

  private void leaveOut() throws Exception {
    for (int size = Math.max(1, steps.size() / 2); size >= 1; size /= 2) {
      for (int to = steps.size(); to > 0; to -= size) {
        List<Step> fewer = new ArrayList<>(steps);
        fewer.subList(Math.max(0, to - size), to).clear();
        var _ = take(fewer);
      }
    }
  }

  private boolean take(List<Step> candidate) throws Exception {
    if (attempts <= 0 || candidate.isEmpty()) {
      return false;
    }
    attempts--;
    if (!trial.shows(candidate)) {
      return false;
    }
    steps = candidate;
    return true;
  }

  private void simplify() throws Exception {
    for (int i = 0; i < steps.size(); i++) {
      boolean smaller = true;
      while (smaller) {
        smaller = simplify(i);
      }
    }
  }

  private boolean simplify(int i) throws Exception {
    Step step = steps.get(i);
    for (Message message : smaller(step.message())) {
      List<Step> candidate = new ArrayList<>(steps);
      candidate.set(i, step.with(message));
      if (take(candidate)) {
        return true;
      }
    }
    return false;
  }

  /** The message with one field less, or with one element less, at any depth. */
  static List<Message> smaller(Message message) {
    List<Message> all = new ArrayList<>();
    for (var entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      all.add(message.toBuilder().clearField(field).build());
      if (field.isRepeated()) {
        List<?> elements = (List<?>) entry.getValue();
        for (int e = 0; e < elements.size(); e++) {
          List<Object> others = new ArrayList<>(elements);
          Object removed = others.remove(e);
          all.add(message.toBuilder().setField(field, others).build());
          if (removed instanceof Message part) {
            for (Message less : smaller(part)) {
              all.add(message.toBuilder().setRepeatedField(field, e, less).build());
            }
          }
        }
      } else if (entry.getValue() instanceof Message part) {
        for (Message less : smaller(part)) {
          all.add(message.toBuilder().setField(field, less).build());
        }
      }
    }
    return all;
  }
}
