// The second view of a run: members as lines, time from left to right, messages as arrows.
import { html, nothing, svg } from "./lib/lit/lit-html.js";
import { look, mark } from "./ballots.js";
import { brief, isIdle, sort, told } from "./words.js";

const COLUMN = 26;
const LEFT = 4;
const TOP = 24;
/** So many steps are drawn on each side of the one that is shown. */
const AROUND = 150;

function isDull(step) {
  if (sort(step) === "clock") {
    return step.said.length === 0;
  }
  const came = step.arrived[0];
  return Boolean(came) && isIdle(came.kind) && step.said.length === 0;
}

/** The steps that are drawn, as places in the run. */
function columns(story) {
  const all = [];
  story.steps.forEach((step, i) => {
    if (!isDull(step) || i + 1 === story.position) {
      all.push(i);
    }
  });
  const here = all.findIndex((i) => i + 1 >= story.position);
  const middle = here < 0 ? all.length : here;
  return all.slice(Math.max(0, middle - AROUND), middle + AROUND);
}

/** Arrows between the steps that are drawn. */
function arrows(story, shown, x) {
  const left = new Map();
  const all = [];
  story.steps.forEach((step, i) => {
    for (const flight of step.left) {
      left.set(flight.id, { flight, from: i });
    }
    for (const [list, fate] of [[step.arrived, "arrived"], [step.lost, "lost"]]) {
      for (const { id } of list) {
        const arrow = left.get(id);
        if (arrow) {
          left.delete(id);
          all.push({ ...arrow, to: i, fate });
        }
      }
    }
  });
  for (const arrow of left.values()) {
    all.push({ ...arrow, to: story.steps.length, fate: "flying" });
  }
  const end = shown.at(-1) ?? -1;
  return all.filter(({ flight, from, to }) => !isIdle(flight.kind) && from <= end && to >= (shown[0] ?? 0) && (x(from) !== undefined || x(to) !== undefined));
}

const HALF = 0.55;

function arrow({ flight, from, to, fate }, geometry) {
  const { x, y, position, story, chain } = geometry;
  const x1 = x(from) ?? LEFT;
  const y1 = y(flight.from);
  let x2 = x(to) ?? geometry.width - 10;
  let y2 = y(flight.to);
  if (fate !== "arrived") {
    x2 = fate === "lost" ? x1 + (x2 - x1) * HALF : Math.min(x2, x1 + 3 * COLUMN);
    y2 = y1 + (y2 - y1) * HALF;
  }
  const { colour } = look(flight.ballot);
  const isChain = chain.has(from) && chain.has(to);
  const when = from >= position ? "later" : to >= position && fate === "arrived" ? "under-way" : "";
  return svg`<g class="arrow ${colour} ${fate} ${when} ${isChain ? "chain" : ""}" @click=${() => story.seek(Math.min(story.lines.length, (fate === "flying" ? from : to) + 1))}>
    <title>${brief(flight.text)}, m${flight.from} → m${flight.to}${fate === "arrived" ? "" : `, ${fate === "lost" ? "lost" : "still under way"}`}</title>
    <line class="grip" x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>
    <line x1=${x1} y1=${y1} x2=${x2} y2=${y2} marker-end=${fate === "arrived" ? "url(#head)" : nothing}></line>
    ${fate === "lost" ? svg`<path class="lost" d="M-5 -5 5 5M-5 5 5 -5" transform="translate(${x2} ${y2})"></path>` : nothing}
    ${geometry.isRoomy ? svg`<text x=${x1 + (x2 - x1) * 0.32 + 5} y=${y1 + (y2 - y1) * 0.32 - 3}>${flight.kind}</text>` : nothing}
  </g>`;
}

/** When a member was down or paused, as pairs of columns. */
function absences(story, id) {
  const all = [];
  let since = -1;
  let kind = "";
  const end = (i) => {
    if (since >= 0) {
      all.push({ from: since, to: i, kind });
      since = -1;
    }
  };
  story.steps.forEach((step, i) => {
    const [word, who] = step.line.split(" ");
    if (Number(who) !== id) {
      return;
    }
    if (word === "crash" || word === "wipe" || word === "pause") {
      end(i);
      since = i;
      kind = word === "pause" ? "paused" : "down";
    } else if (word === "restart" || word === "resume") {
      end(i);
    }
  });
  end(story.steps.length);
  return all;
}

function event(i, geometry) {
  const { x, y, story, position, chain, members } = geometry;
  const step = story.steps[i];
  const kind = sort(step);
  const ballot = (step.arrived[0] ?? step.left[0])?.ballot ?? "none";
  const rows = step.member > 0 ? [step.member] : members;
  return svg`<g class="event ${kind} ${look(ballot).colour} ${i >= position ? "later" : ""} ${i + 1 === position ? "here" : ""} ${chain.has(i) ? "chain" : ""}" @click=${() => story.seek(i + 1)}>
    <title>${told(step)} (step ${i + 1})</title>
    ${rows.map(
      (row) => svg`<g transform="translate(${x(i)} ${y(row)})"><circle class="grip" r="11"></circle>${
        kind === "deed" ? svg`<path d="M0 -7 7 0 0 7 -7 0Z"></path>` : kind === "disk" ? svg`<path d="M-4.5 -4.5h9v9h-9z"></path>` : kind === "clock" ? svg`<circle r="2.5"></circle>` : mark(ballot, 11)
      }</g>`,
    )}
  </g>`;
}

/** The diagram, in a room of a height; `chain` has the places of the lines that led to what was broken. */
export function spacetime(story, scene, height, chain) {
  const shown = columns(story);
  const at = new Map(shown.map((i, column) => [i, LEFT + 20 + column * COLUMN]));
  const x = (i) => at.get(i);
  const members = scene.members.map((member) => member.id);
  const gap = Math.max(34, (height - TOP - 40) / members.length);
  const y = (id) => TOP + gap * (id - 0.5);
  const width = LEFT + 60 + shown.length * COLUMN;
  const { position } = story;
  const isRoomy = shown.length <= 60;
  const geometry = { x, y, width, position, story, chain, members, isRoomy };
  const before = shown.filter((i) => i < position).length;
  const now = LEFT + 20 + (before - 0.5) * COLUMN;
  return html`<svg class="names" width="62" height=${TOP + gap * members.length} aria-hidden="true">
    ${members.map((id) => svg`<g class="who" transform="translate(10 ${y(id)})"><rect x="0" y="-13" width="42" height="26" rx="6"></rect><text x="21" y="5">m${id}</text></g>`)}
  </svg><svg class="diagram" width=${width} height=${TOP + gap * members.length + 10} role="img" aria-label="Space-time diagram: ${shown.length} steps of ${members.length} members">
    <defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 1 10 5 0 9z" fill="context-stroke"></path></marker></defs>
    ${members.map(
      (id) => svg`<line class="life" x1=${LEFT} y1=${y(id)} x2=${width - 8} y2=${y(id)}></line>
        ${absences(story, id).map(({ from, to, kind }) => svg`<line class="absence ${kind}" x1=${x(from) ?? LEFT} y1=${y(id)} x2=${x(to) ?? width - 8} y2=${y(id)}></line>`)}`,
    )}
    <line class="now" x1=${now} y1="8" x2=${now} y2=${TOP + gap * members.length}></line>
    ${arrows(story, shown, x).map((each) => arrow(each, geometry))} ${shown.map((i) => event(i, geometry))}
  </svg>`;
}

/** Where the step that is shown is drawn, from the left. */
export function whereNow(story) {
  const shown = columns(story);
  return LEFT + 20 + (shown.filter((i) => i < story.position).length - 0.5) * COLUMN;
}
