package io.synod.members;

import io.synod.core.Bytes;
import io.synod.core.RegisterEffects.Answer;
import io.synod.core.RegisterState;
import io.synod.node.codec.RegisterCodec;
import io.synod.node.disk.Disk;
import io.synod.node.registers.FileRegisters;
import io.synod.node.registers.RegisterStore;
import io.synod.node.registers.Registers;
import io.synod.sim.check.RegisterLedger;
import io.synod.sim.world.RegisterCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The clients that wait for registers at a member in one life, and the store that it keeps. */
final class RegisterWindow {

  private final WholeMember member;
  private final List<RegisterCall> open = new ArrayList<>();
  private @Nullable FileRegisters store;

  RegisterWindow(WholeMember member) {
    this.member = member;
  }

  /** Opens production's store. */
  RegisterStore open(Disk room) throws IOException {
    FileRegisters opened = FileRegisters.open(room);
    store = opened;
    return opened;
  }

  /** The member has started: it must know what is on its disk. */
  void check(RegisterLedger ledger) {
    ledger.names().forEach(name -> ledger.restarted(member.id, name, held(name)));
  }

  private RegisterState held(String name) {
    Bytes state = store == null ? null : store.get(name);
    try {
      return state == null ? RegisterState.INITIAL : RegisterCodec.decode(state);
    } catch (IOException e) {
      throw new IllegalStateException("A register is kept but cannot be read: " + e, e);
    }
  }

  /** A client waits here from now on. */
  void expect(RegisterCall call) {
    open.add(call);
  }

  /** Asks the member what a client wants. */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails in it is found
  void ask(Registers taker, RegisterCall call) {
    Bytes value = call.value;
    CompletableFuture<Answer> answer =
        value == null
            ? taker
                .read(call.name)
                .thenApply(found ->
                    found.<Answer>map(RegisterWindow::answer).orElse(new Answer.NothingChosen(0)))
            : taker.propose(call.name, value).thenApply(RegisterWindow::answer);
    answer.whenComplete((told, failure) -> member.check(() -> tell(call, told)));
  }

  private static Answer answer(Registers.Chosen chosen) {
    return new Answer.Chosen(0, chosen.value(), chosen.own(), chosen.rounds());
  }

  /** The client is told; null if the call failed. */
  private void tell(RegisterCall call, @Nullable Answer answer) {
    open.remove(call);
    if (answer == null) {
      call.lose();
    } else if (!call.isOver()) {
      if (answer instanceof Answer.Chosen chosen) {
        member.world().checker.registers().told(member.id, call.name, chosen.value());
      }
      call.answer(answer);
    }
  }

  int waiting() {
    open.removeIf(RegisterCall::isOver);
    return open.size();
  }

  /** The member is gone. */
  void close() {
    List<RegisterCall> lost = List.copyOf(open);
    open.clear();
    lost.forEach(RegisterCall::lose);
  }
}
