package io.synod.sim.world;

import io.synod.core.Event;
import io.synod.core.Record;
import io.synod.core.RegisterEffects;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterEvent;
import io.synod.core.RegisterState;
import io.synod.core.register.RegisterReplay;
import io.synod.sim.check.RegisterLedger;
import io.synod.sim.trace.Words;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a member keeps of its registers in one life, and who waits there for one. */
final class RegisterRoom {

  private static final int LOAD_MICROS = 2_000;

  private final CoreMember member;
  private final World world;
  private final Map<String, RegisterState> stored = new LinkedHashMap<>();
  private final Map<Long, RegisterCall> calls = new TreeMap<>();
  private long lastId;

  /** What the disk gives back: what was saved, and the journal's records. */
  RegisterRoom(CoreMember member, World world) {
    this.member = member;
    this.world = world;
    stored.putAll(member.disk.registers());
    for (Record record : member.disk.records()) {
      if (record instanceof Record.Register register) {
        RegisterState before = state(register.name());
        stored.put(register.name(), RegisterReplay.after(before, register.record()));
      }
    }
    RegisterLedger ledger = world.checker.registers();
    ledger.names().forEach(name -> ledger.restarted(member.id, name, state(name)));
  }

  /** What is kept of a register. */
  RegisterState state(String name) {
    return stored.getOrDefault(name, RegisterState.INITIAL);
  }

  /** What is kept on the disk from now on. */
  Map<String, RegisterState> keep() {
    stored.forEach((name, state) -> world.checker.registers().kept(member.id, name, state));
    return new LinkedHashMap<>(stored);
  }

  /** A client calls. */
  void take(RegisterCall call) {
    long id = ++lastId;
    calls.put(id, call);
    happen(() -> call.event(id, member.clock.millis()));
  }

  private void happen(Supplier<RegisterEvent> event) {
    member.inLife(
        member.life(),
        () -> {
          Event happens = new Event.Register(event.get());
          world.note(member.index, () -> Words.of(happens));
          member.step(happens);
        });
  }

  /** Stores what is to be stored, looks up what is asked for, and tells who waits. */
  void carryOut(RegisterEffects effects) {
    for (RegisterEffects.Store store : effects.stores()) {
      stored.put(store.name(), store.state());
    }
    for (Answer answer : effects.answers()) {
      RegisterCall call = calls.remove(answer.id());
      if (call != null) {
        if (answer instanceof Answer.Chosen chosen) {
          world.checker.registers().told(member.id, call.name, chosen.value());
        }
        call.answer(answer);
      }
    }
    effects.loads().forEach(this::load);
  }

  private void load(String name) {
    int life = member.life();
    member.after(
        world.chance.below(LOAD_MICROS),
        () -> {
          if (life == member.life()) {
            happen(() -> new RegisterEvent.Loaded(name, state(name)));
          }
        });
  }

  int waiting() {
    return calls.size();
  }

  /** The member is gone. */
  void close() {
    calls.values().forEach(RegisterCall::lose);
    calls.clear();
  }
}
