// A run as an address, and back: short codes for lines, deflated, in letters that addresses like.
// Every line is named, so that the run is the same whatever comes by itself in a later Explorer. Where that would be too long
// for an address, what came by itself is only counted, and a mark of the lines says whether it still comes as it did.

/** So many letters fit into an address that everybody takes, beside where the page is. */
const ROOM = 1_800;

const CODES = [
  [/^deliver (\d)->(\d) 1$/, "d$1$2", /^d(\d)(\d)$/, "deliver $1->$2 1"],
  [/^drop (\d)->(\d) 1$/, "x$1$2", /^x(\d)(\d)$/, "drop $1->$2 1"],
  [/^dup (\d)->(\d)$/, "D$1$2", /^D(\d)(\d)$/, "dup $1->$2"],
  [/^late (\d)->(\d)$/, "l$1$2", /^l(\d)(\d)$/, "late $1->$2"],
  [/^sync (\d)$/, "s$1", /^s(\d)$/, "sync $1"],
  [/^tick (\d) (\d+) (\d+)$/, "t$1 $2 $3", /^t(\d) (\d+) (\d+)$/, "tick $1 $2 $3"],
  [/^crash (\d)$/, "c$1", /^c(\d)$/, "crash $1"],
  [/^restart (\d)$/, "r$1", /^r(\d)$/, "restart $1"],
  [/^register propose (\d) r (\S+)$/, "p$1$2", /^p(\d)(\S+)$/, "register propose $1 r $2"],
];

function code(line) {
  const known = CODES.find(([pattern]) => pattern.test(line));
  return known ? line.replace(known[0], known[1]) : `=${line}`;
}

function decode(word) {
  if (word.startsWith("=")) {
    return word.slice(1);
  }
  if (/^~\d+$/.test(word)) {
    return `auto ${word.slice(1)}`;
  }
  const known = CODES.find(([, , pattern]) => pattern.test(word));
  if (!known) {
    throw new Error("This address holds no run.");
  }
  return word.replace(known[2], known[3]);
}

/** A mark that differs where lines do. */
export function mark(lines) {
  let sum = 0x811c9dc5;
  for (const letter of lines.join("\n")) {
    sum = Math.imul(sum ^ letter.codePointAt(0), 0x01000193);
  }
  return (sum >>> 0).toString(36);
}

/** The lines of which those that came by themselves are counted. */
function counted(steps) {
  const all = [];
  let own = 0;
  const flush = () => {
    if (own > 0) {
      all.push(`~${own}`);
      own = 0;
    }
  };
  for (const step of steps) {
    if (step.own) {
      own++;
    } else {
      flush();
      all.push(code(step.line));
    }
  }
  flush();
  return [...all, `!${mark(steps.map((step) => step.line))}`];
}

async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

function letters(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

async function pack(setting, words) {
  const text = [setting, ...words].join("\n");
  return letters(await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text)));
}

/** The part of the address behind the hash for a run and a place in it. */
export async function toHash(setting, steps, position) {
  const named = await pack(setting, steps.map((step) => code(step.line)));
  const run = named.length <= ROOM ? named : await pack(setting, counted(steps));
  return `play/${run}${position === steps.length ? "" : `/${position}`}`;
}

/**
 * The run of such a part, with the mark of its lines if some are only counted; null if it has none. Throws an Error with a
 * sentence if it is damaged.
 */
export async function fromHash(hash) {
  const [tab, run, at] = hash.replace(/^#/, "").split("/");
  if (tab !== "play" || !run) {
    return null;
  }
  let text;
  try {
    text = new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes(run)));
  } catch {
    throw new Error("This address holds no run: it may have been cut short.");
  }
  const [setting, ...rest] = text.split("\n");
  const marked = rest.at(-1)?.startsWith("!") ? rest.pop().slice(1) : null;
  return { setting, lines: rest.map(decode), at: at === undefined ? -1 : Number(at), marked };
}
