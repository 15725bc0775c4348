package io.synod.core.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.synod.core.Bytes;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.register.SmallWorld.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Members at odds, with messages lost, doubled and out of order, and members that die. */
final class DuelTest {

  /** A read that began after somebody had been told a value. */
  private record Read(Node node, long id) {}

  @Test
  void writersAtOnceEndWithOneValue() {
    SmallWorld world = new SmallWorld(5, 7);
    List<Long> ids = new ArrayList<>();
    world.nodes.forEach(node -> ids.add(node.propose("from " + node.id)));
    for (int i = 0; i < 2_000; i++) {
      world.settle();
      world.tick(1);
    }
    Set<Bytes> values = new HashSet<>();
    int own = 0;
    for (int i = 0; i < ids.size(); i++) {
      Answer answer = world.nodes.get(i).answer(ids.get(i));
      assertThat(answer).isInstanceOf(Answer.Chosen.class);
      if (answer instanceof Answer.Chosen chosen) {
        values.add(chosen.value());
        own += chosen.own() ? 1 : 0;
      }
    }
    assertThat(values).hasSize(1);
    assertThat(own).as("one writer's value was chosen").isEqualTo(1);
  }

  @RepeatedTest(300)
  void membersAgreeWhateverHappens(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    SmallWorld world = new SmallWorld(random.nextBoolean() ? 3 : 5, random.nextLong());
    world.patience = 300;
    Set<Bytes> told = new HashSet<>();
    List<Read> late = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Node node = world.nodes.get(random.nextInt(world.nodes.size()));
      switch (random.nextInt(8)) {
        case 0 -> node.propose("v" + i);
        case 1 -> {
          long id = node.read();
          if (!told.isEmpty()) {
            late.add(new Read(node, id));
          }
        }
        case 2 -> world.tick(random.nextInt(60));
        case 3 -> {
          if (random.nextInt(4) == 0) {
            node.crash();
          }
        }
        case 4 -> node.work();
        default -> anything(world, random);
      }
      collect(world, told);
      assertThat(told.size()).as("step %s", i).isLessThanOrEqualTo(1);
      for (Read read : late) {
        assertThat(read.node().answer(read.id()) instanceof Answer.NothingChosen).isFalse();
      }
    }
    List<Long> last = new ArrayList<>();
    world.patience = 100_000;
    world.nodes.forEach(node -> last.add(node.propose("last")));
    for (int i = 0; i < 500; i++) {
      world.settle();
      world.tick(20);
    }
    collect(world, told);
    assertThat(told).as("everybody is answered, with one value").hasSize(1);
    for (int i = 0; i < last.size(); i++) {
      assertThat(world.nodes.get(i).answer(last.get(i))).isInstanceOf(Answer.Chosen.class);
    }
  }

  private static void anything(SmallWorld world, Random random) {
    if (world.wire.isEmpty()) {
      return;
    }
    int which = random.nextInt(world.wire.size());
    SmallWorld.Sent sent = world.wire.get(which);
    switch (random.nextInt(6)) {
      case 0 -> world.wire.remove(which);
      case 1 -> world.node(sent.to()).hear(sent.from(), sent.message());
      default -> {
        world.wire.remove(which);
        world.node(sent.to()).hear(sent.from(), sent.message());
      }
    }
  }

  private static void collect(SmallWorld world, Set<Bytes> told) {
    for (Node node : world.nodes) {
      for (Answer answer : node.answers.values()) {
        if (answer instanceof Answer.Chosen chosen) {
          told.add(chosen.value());
        }
      }
    }
  }
}
