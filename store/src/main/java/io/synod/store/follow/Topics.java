package io.synod.store.follow;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Watches by what they are interested in, found by the key of an event. */
final class Topics {

  /** Those who are interested in the same. */
  static final class Topic {

    private final Interest interest;
    private final Set<Watch> watches = new LinkedHashSet<>();

    private Topic(Interest interest) {
      this.interest = interest;
    }

    Interest interest() {
      return interest;
    }

    Set<Watch> watches() {
      return watches;
    }
  }

  private final Map<Interest, Topic> all = new HashMap<>();
  private final Map<ByteString, List<Topic>> keys = new HashMap<>();
  private final List<Topic> ranges = new ArrayList<>();

  void add(Watch watch) {
    Interest interest = watch.interest;
    Topic topic = all.get(interest);
    if (topic == null) {
      topic = new Topic(interest);
      all.put(interest, topic);
      home(interest).add(topic);
    }
    topic.watches().add(watch);
  }

  private List<Topic> home(Interest interest) {
    return interest.range().isOneKey()
        ? keys.computeIfAbsent(interest.range().key(), _ -> new ArrayList<>(1))
        : ranges;
  }

  void remove(Watch watch) {
    Topic topic = all.get(watch.interest);
    if (topic == null || !topic.watches().remove(watch) || !topic.watches().isEmpty()) {
      return;
    }
    all.remove(watch.interest);
    List<Topic> home = home(watch.interest);
    home.removeIf(other -> other == topic);
    if (home.isEmpty() && watch.interest.range().isOneKey()) {
      keys.remove(watch.interest.range().key());
    }
  }

  /** All that may be interested in a key. */
  void find(ByteString key, Consumer<Topic> found) {
    keys.getOrDefault(key, List.of()).forEach(found);
    for (Topic topic : ranges) {
      if (topic.interest().range().contains(key)) {
        found.accept(topic);
      }
    }
  }

  /** Every watch that is in it, for whoever may change it meanwhile. */
  List<Watch> watches() {
    List<Watch> found = new ArrayList<>();
    all.values().forEach(topic -> found.addAll(topic.watches()));
    return found;
  }
}
