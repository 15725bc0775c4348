package io.synod.node.member;

import io.synod.core.Event;
import io.synod.core.Record;
import io.synod.core.RegisterEffects;
import io.synod.core.RegisterEffects.Answer;
import io.synod.node.Failure;
import io.synod.node.registers.RegisterKeeper;
import io.synod.node.requests.Admission;
import io.synod.node.requests.RegisterRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits at this member for something about a register, and what the keeper of registers has to
 * do after the turn. Core thread only.
 */
final class RegisterDesk {

  private final RegisterKeeper keeper;
  private final Admission admission;
  private final Map<Long, RegisterRequest> waiting = new HashMap<>();
  private long lastId;
  private List<RegisterEffects.Store> stores = new ArrayList<>();
  private List<String> loads = new ArrayList<>();
  private long records;

  RegisterDesk(RegisterKeeper keeper, Admission admission) {
    this.keeper = keeper;
    this.admission = admission;
  }

  /** Takes in a request that was admitted; returns what it is for the protocol. */
  Event add(RegisterRequest request) {
    waiting.put(++lastId, request);
    return new Event.Register(request.event(lastId));
  }

  /** Takes what a step wants done for registers. */
  void took(List<Record> appended, RegisterEffects effects) {
    // A record of a register always comes with a store.
    for (int i = 0; i < appended.size() && !effects.stores().isEmpty(); i++) {
      if (appended.get(i) instanceof Record.Register) {
        records++;
      }
    }
    stores.addAll(effects.stores());
    loads.addAll(effects.loads());
    effects.answers().forEach(this::answer);
  }

  private void answer(Answer answer) {
    RegisterRequest request = waiting.remove(answer.id());
    if (request != null) {
      discharge(request);
      request.reply().answered().accept(answer);
    }
  }

  private void discharge(RegisterRequest request) {
    admission.leave(1, request.weight());
  }

  /** Hands over what came together in the turn. */
  void finishTurn() {
    if (stores.isEmpty() && loads.isEmpty()) {
      return;
    }
    keeper.keep(stores, records, loads);
    stores = new ArrayList<>();
    loads = new ArrayList<>();
    records = 0;
  }

  /** A request that will not even be asked. */
  void refuse(RegisterRequest request, Failure failure) {
    discharge(request);
    request.reply().failed().accept(failure);
  }

  /** Fails everybody who waits. */
  void failAll(Failure failure) {
    List<RegisterRequest> all = new ArrayList<>(waiting.values());
    waiting.clear();
    all.forEach(request -> refuse(request, failure));
  }
}
