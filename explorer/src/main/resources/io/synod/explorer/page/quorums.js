// The moment a quorum has formed: a proposer is in its next phase at once, so it is seen by comparing two scenes.

/** A flash is to be seen for so many milliseconds, if no other follows. */
const LASTS = 1_300;

function formed(before, after, step) {
  for (const member of after.members) {
    const was = before.members[member.id - 1];
    const round = was.round;
    if (!round || !member.up || !was.up) {
      continue;
    }
    const isPromised = round.phase === 1 && member.round?.phase === 2 && member.round.ballot === round.ballot;
    const isChosen = round.phase === 2 && member.knows && !was.knows;
    if (isPromised || isChosen) {
      const ids = new Set([...round.members, step.arrived[0]?.from ?? member.id]);
      return { hub: member.id, ids: [...ids].sort(), ballot: round.ballot, value: isChosen ? member.knows : null };
    }
  }
  return null;
}

/** Remembers the newest quorum while it is to be seen. */
export class Quorums {
  #newest = null;
  #until = 0;

  /** Looks at a scene, the one before it if that is known, and the step between. */
  look(before, after, step) {
    const fresh = before && step ? formed(before, after, step) : null;
    if (fresh) {
      this.#newest = fresh;
      this.#until = performance.now() + LASTS;
    } else if (!step || performance.now() > this.#until) {
      this.#newest = null;
    }
    return this.#newest;
  }
}

/** What it means, in a sentence. */
export function meaning({ ids, ballot, value }) {
  const who = ids.map((id) => `m${id}`);
  const list = who.length > 1 ? `${who.slice(0, -1).join(", ")} and ${who.at(-1)}` : who[0];
  return value === null ? `${list} promised ${ballot}: a quorum` : `${list} accepted ${value} at ${ballot}: a quorum`;
}
