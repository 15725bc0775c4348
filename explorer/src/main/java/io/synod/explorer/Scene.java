package io.synod.explorer;

import io.synod.core.AcceptedValue;
import io.synod.core.MemberId;
import io.synod.core.Record;
import io.synod.core.RegisterState;
import io.synod.core.Round;
import io.synod.core.Value;
import io.synod.core.log.Slots;
import io.synod.core.replica.Replica;
import io.synod.sim.check.Finding;
import io.synod.sim.transcript.Rehearsal;
import io.synod.sim.world.ByHand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is on stage, as JSON: equal for equal states. */
final class Scene {

  /** The register of all runs. */
  static final String REGISTER = "r";

  private final Run run;
  private final ByHand world;

  private Scene(Run run) {
    this.run = run;
    this.world = run.world();
  }

  static String of(Run run) {
    return new Json().object(new Scene(run)::write).toString();
  }

  private void write(Json json) {
    Setting setting = run.setting();
    json.field("mode", setting.mode().word())
        .field("setting", setting.line())
        .field("step", run.steps().size())
        .field("now", run.now())
        .field("quorum", setting.quorum());
    json.field("members")
        .array(all -> {
          for (int member = 0; member < setting.members(); member++) {
            int each = member;
            all.object(fields -> member(fields, each));
          }
        });
    json.field("messages")
        .array(all ->
            run.traffic().all().forEach(flight -> all.object(fields -> message(fields, flight))));
    json.field("cuts").array(this::cuts);
    json.field("clients").array(this::clients);
    json.field("chosen").array(this::chosen);
    json.field("truths")
        .array(all ->
            Truths.of(run)
                .forEach(truth ->
                    all.object(fields ->
                        fields
                            .field("name", truth.name())
                            .field("holds", truth.holds())
                            .field("why", truth.why()))));
    Finding finding = run.finding();
    if (finding != null) {
      json.field("finding")
          .object(fields ->
              fields.field("rule", finding.checker()).field("sentence", finding.sentence()));
    }
    json.field("can")
        .array(all ->
            Hands.of(run)
                .forEach(hand ->
                    all.object(fields ->
                        fields
                            .field("line", hand.line())
                            .field("label", hand.label())
                            .field("member", hand.member()))));
    String next = run.next();
    if (next != null) {
      json.field("next", next).field("nextAt", run.nextAt());
    }
  }

  private void member(Json json, int member) {
    json.field("id", member + 1)
        .field("up", world.isUp(member))
        .field("out", world.isOut(member))
        .field("paused", run.rehearsal().isPaused(member))
        .field("applied", world.applied(member))
        .field("state", Rehearsal.name(world.state(member)))
        .field("clock", world.clock(member))
        .field("disk", world.durable(member).stream().map(Rehearsal::words).toList())
        .field("unsynced", words(world.unsynced(member)));
    if (!world.isUp(member)) {
      return;
    }
    Replica replica = world.replica(member);
    if (run.setting().mode() == Mode.REGISTER) {
      register(json, member, replica);
    } else {
      log(json, replica);
    }
  }

  private static List<String> words(List<Record> records) {
    return records.stream().map(Rehearsal::words).toList();
  }

  private void register(Json json, int member, Replica replica) {
    RegisterState state = world.register(member, REGISTER);
    json.field("promised", Setting.word(state.promised()));
    accepted(json, state.accepted(), true);
    Value chosen = state.chosenValue();
    if (chosen != null) {
      json.field("knows", Rehearsal.registerName(chosen));
    }
    round(json, replica.round(REGISTER));
    json.field("waits", replica.waitingForRegisters());
  }

  private static void accepted(Json json, @Nullable AcceptedValue accepted, boolean isRegister) {
    if (accepted != null) {
      json.field("accepted")
          .object(fields ->
              fields
                  .field("ballot", Setting.word(accepted.ballot()))
                  .field(
                      "value",
                      isRegister
                          ? Rehearsal.registerName(accepted.value())
                          : Rehearsal.words(accepted.value())));
    }
  }

  private static void round(Json json, Optional<Round> round) {
    round.ifPresent(how ->
        json.field("round")
            .object(fields -> {
              fields
                  .field("ballot", Setting.word(how.ballot()))
                  .field("phase", how.accepting() ? 2 : 1);
              fields
                  .field("members")
                  .array(all -> {
                    for (MemberId id : how.members()) {
                      all.value(id.value());
                    }
                  });
            }));
  }

  private void log(Json json, Replica replica) {
    json.field("promised", Setting.word(replica.promised()))
        .field("newest", Setting.word(replica.ballot()))
        .field("leads", replica.leading())
        .field("leader", replica.leader().map(MemberId::value).orElse(0L))
        .field("knownChosen", replica.chosen())
        .field("announced", replica.announced());
    round(json, replica.round());
    Slots slots = replica.slots();
    json.field("trimmed", slots.trimmed());
    json.field("slots")
        .array(all -> {
          for (long slot = slots.trimmed() + 1; slot <= slots.last(); slot++) {
            AcceptedValue held = slots.get(slot);
            long number = slot;
            all.object(fields -> {
              fields.field("slot", number);
              accepted(fields, held, false);
            });
          }
        });
  }

  private void message(Json json, Flight flight) {
    json.written(flight.fields())
        .field("due", flight.due)
        .field("place", run.traffic().link(flight.from, flight.to).indexOf(flight) + 1);
  }

  private void cuts(Json json) {
    for (int from = 0; from < world.size(); from++) {
      for (int to = 0; to < world.size(); to++) {
        if (world.isCut(from, to)) {
          json.value((from + 1) + "->" + (to + 1));
        }
      }
    }
  }

  private void clients(Json json) {
    for (ByHand.Call call : run.rehearsal().calls()) {
      json.object(fields -> {
        fields
            .field("member", call.member() + 1)
            .field("asks", Labels.asks(call.operation()))
            .field("over", call.isOver())
            .field("answered", call.isAnswered());
        if (call.isAnswered()) {
          fields.field("answer", Labels.answer(call));
        }
      });
    }
    run.asked()
        .forEach(asked ->
            json.object(fields ->
                fields
                    .field("member", asked.member() + 1)
                    .field("asks", asked.asks())
                    .field("over", asked.isOver())
                    .field("answered", asked.answer() != null)
                    .field("answer", asked.answer() == null ? "" : asked.answer())));
  }

  private void chosen(Json json) {
    if (run.setting().mode() == Mode.REGISTER) {
      Value chosen = world.checker().registers().chosen(REGISTER);
      if (chosen != null) {
        json.value(Rehearsal.registerName(chosen));
      }
      return;
    }
    for (long slot = 1; slot <= Truths.lastSlot(run); slot++) {
      Value chosen = world.checker().chosen(slot);
      json.value(chosen == null ? "" : Rehearsal.words(chosen));
    }
  }
}
