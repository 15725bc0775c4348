// What happened, in words.

/** A message without what is plain from where one is. */
export function brief(text) {
  return text.replace(/^r: /, "");
}

function link(word) {
  const [from, to] = word.split("->");
  return { from: `m${from}`, to: `m${to}` };
}

/** Links, cut or healed, in words: "The link from m1 to m2 is", "The links m1 – m2 and m1 – m3 are". */
function links(words) {
  const names = words.map((word) => {
    const [from, to] = word.split(/->?/);
    return word.includes("->") ? `from m${from} to m${to}` : `m${from} – m${to}`;
  });
  return names.length === 1 ? `The link ${names[0]} is` : `The links ${names.slice(0, -1).join(", ")} and ${names.at(-1)} are`;
}

const DEEDS = {
  deliver: (words, step) => {
    const { from, to } = link(words[1]);
    const came = step.arrived[0];
    return came ? `${to} gets “${brief(came.text)}” from ${from}` : `A message from ${from} does not reach ${to}`;
  },
  drop: (words, step) => {
    const { from, to } = link(words[1]);
    return `“${brief(step.lost[0]?.text ?? "a message")}” from ${from} to ${to} is lost`;
  },
  dup: (words) => `A message from ${link(words[1]).from} to ${link(words[1]).to} is duplicated`,
  late: (words) => `A message from ${link(words[1]).from} to ${link(words[1]).to} is delayed`,
  pick: (words) => `A message from ${link(words[1]).from} to ${link(words[1]).to} overtakes the others`,
  sync: (words) => `The disk of m${words[1]} has finished`,
  tick: (words) => `${words[2]} ms pass for m${words[1]}`,
  crash: (words) => `m${words[1]} crashes`,
  wipe: (words) => `m${words[1]} loses its disk`,
  restart: (words) => `m${words[1]} restarts`,
  pause: (words) => `m${words[1]} is paused`,
  resume: (words) => `m${words[1]} wakes`,
  flush: (words) => `m${words[1]} saves its state and trims its log`,
  install: (words) => `m${words[1]} gets a snapshot from m${words[3]}`,
  campaign: (words) => `m${words[1]} runs for leader`,
  handover: (words) => `m${words[1]} hands over to m${words[2]}`,
  propose: (words) => `A client writes ${words.slice(2).join(", ")} at m${words[1]}`,
  read: (words) => `A client reads at m${words[1]}`,
  register: (words) =>
    words[1] === "read" ? `A client reads at m${words[2]}` : `A client proposes ${words[4]} at m${words[2]}`,
  partition: (words) => `The network splits: ${words.slice(1).map((word) => (word === "|" ? "|" : `m${word}`)).join(" ")}`,
  cut: (words) => `${links(words.slice(1))} cut`,
  heal: (words) => (words.length === 1 ? "All links are healed" : `${links(words.slice(1))} healed`),
};

/** A step in a sentence without its full stop. */
export function told(step) {
  const words = step.line.split(" ");
  return DEEDS[words[0]]?.(words, step) ?? step.line;
}

/** What kind of step it is: "deed" of a person, "message", "disk" or "clock". */
export function sort(step) {
  const word = step.line.split(" ")[0];
  if (word === "deliver") {
    return "message";
  }
  if (word === "sync" || word === "install") {
    return "disk";
  }
  return word === "tick" ? "clock" : "deed";
}

/** Whether a message only says that its sender lives. */
export function isIdle(kind) {
  return kind === "heartbeat" || kind === "confirm" || kind === "confirmed";
}
