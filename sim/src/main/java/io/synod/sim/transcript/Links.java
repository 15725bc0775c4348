package io.synod.sim.transcript;

import io.synod.sim.world.ByHand;
import java.util.List;

/** The commands that cut links and heal them. */
final class Links {

  private interface Deed {
    void of(int from, int to);
  }

  private final ByHand world;

  Links(ByHand world) {
    this.world = world;
  }

  void play(String command, List<String> words) {
    if (command.equals("partition")) {
      partition(words);
    } else if (command.equals("cut")) {
      named(words, world::cut);
    } else if (words.isEmpty()) {
      all(world::heal);
    } else {
      named(words, world::heal);
    }
  }

  private void all(Deed deed) {
    for (int from = 0; from < world.size(); from++) {
      for (int to = 0; to < world.size(); to++) {
        deed.of(from, to);
      }
    }
  }

  /** The links that are named {@code A->B}, or {@code A-B} for both ways. */
  private void named(List<String> words, Deed deed) {
    for (String link : words) {
      int dash = link.indexOf('-');
      boolean oneWay = link.startsWith("->", dash);
      int from = Phrases.index(world, link.substring(0, dash));
      int to = Phrases.index(world, link.substring(dash + (oneWay ? 2 : 1)));
      deed.of(from, to);
      if (!oneWay) {
        deed.of(to, from);
      }
    }
  }

  /** Members of different groups; those of none keep their links. */
  private void partition(List<String> words) {
    int[] groups = new int[world.size()];
    int group = 1;
    for (String word : words) {
      if (word.equals("|")) {
        group++;
      } else {
        groups[Phrases.index(world, word)] = group;
      }
    }
    all((from, to) -> {
      if (groups[from] != groups[to] && groups[from] > 0 && groups[to] > 0) {
        world.cut(from, to);
      }
    });
  }
}
