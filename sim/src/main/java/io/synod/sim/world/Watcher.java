package io.synod.sim.world;

import io.synod.core.Effects;
import io.synod.core.Message;
import io.synod.core.RegisterEffects;
import io.synod.core.Value;
import io.synod.sim.machine.Machine;

/** Is told what members do, which are numbered from 0. */
public interface Watcher {

  /** A member has made a step, and is about to carry out its effects. */
  void does(int member, Effects effects);

  /** A message leaves a member; a link that is cut does not carry it. */
  void sends(int from, int to, Message message, boolean isCarried);

  /** A member is about to apply a value to its state. */
  void applies(int member, long slot, Value value, Machine state);

  /** A client that called for a register is answered. */
  void tells(int member, RegisterCall call, RegisterEffects.Answer answer);

  /** A member has carried out the effects of a step. */
  void did(int member, Effects effects);

  /** A member has made a step, with effects or without. */
  void stepped(int member);
}
