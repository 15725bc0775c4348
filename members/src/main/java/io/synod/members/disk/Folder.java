package io.synod.members.disk;

import io.synod.sim.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directory: its names as the process sees them, and as they would survive. */
final class Folder implements Node {

  private final TreeMap<String, Node> live = new TreeMap<>();
  private TreeMap<String, Node> durable = new TreeMap<>();

  /** What was done to the names since the last sync. */
  private final List<Consumer<Map<String, Node>>> changes = new ArrayList<>();

  @Nullable Node entry(String name) {
    return live.get(name);
  }

  List<String> files() {
    return names(Content.class);
  }

  List<String> folders() {
    return names(Folder.class);
  }

  private List<String> names(Class<? extends Node> kind) {
    List<String> names = new ArrayList<>();
    live.forEach((name, node) -> {
      if (kind.isInstance(node)) {
        names.add(name);
      }
    });
    return names;
  }

  void put(String name, Node node) {
    change(names -> names.put(name, node));
  }

  void remove(String name) {
    Node node = live.get(name);
    if (node != null) {
      change(names -> names.remove(name, node));
    }
  }

  void rename(String from, String to) {
    Node node = live.get(from);
    if (node != null) {
      change(names -> {
        names.remove(from, node);
        names.put(to, node);
      });
    }
  }

  private void change(Consumer<Map<String, Node>> change) {
    change.accept(live);
    changes.add(change);
  }

  void force() {
    durable = new TreeMap<>(live);
    changes.clear();
  }

  @Override
  public void crash(SimDisk disk) {
    Chance chance = disk.chance;
    boolean[] kept = SimDisk.Mode.draw(chance).kept(changes.size(), chance);
    for (int i = 0; i < kept.length; i++) {
      if (kept[i]) {
        changes.get(i).accept(durable);
      }
    }
    changes.clear();
    live.clear();
    live.putAll(durable);
    live.values().forEach(node -> node.crash(disk));
  }
}
