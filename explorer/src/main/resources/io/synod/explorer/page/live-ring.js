// The members on a ring, and who hears whom.
import { nothing, svg } from "./lib/lit/lit-html.js";
import { count, duration, names, rate } from "./live-words.js";

const WIDTH = 520;
const HEIGHT = 430;
const RADIUS = 46;
const LANE = 5;

/** Members by name, each with its place. */
export function places(picture) {
  const members = [...picture.members].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return members.map((member, i) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / members.length;
    const far = members.length === 1 ? 0 : 1;
    return { ...member, x: WIDTH / 2 + far * 190 * Math.cos(angle), y: HEIGHT / 2 + 8 + far * 150 * Math.sin(angle) };
  });
}

/** Whether a member hears another, as far as is known: "yes", "no", or "unknown" if that may be long ago. */
export function hears(member, other) {
  if (!member.heard || !member.hears) return "unknown";
  return member.hears.includes(other.id) ? "yes" : "no";
}

/** Where the lane from one member to another begins and ends, and in which direction it goes. */
function lane(from, to) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const dx = (to.x - from.x) / length;
  const dy = (to.y - from.y) / length;
  const side = { x: -dy * LANE, y: dx * LANE };
  const begin = { x: from.x + dx * (RADIUS + 5) + side.x, y: from.y + dy * (RADIUS + 5) + side.y };
  const end = { x: to.x - dx * (RADIUS + 11) + side.x, y: to.y - dy * (RADIUS + 11) + side.y };
  return { begin, end, dx, dy, side };
}

function link(from, to) {
  const { begin, end, dx, dy } = lane(from, to);
  const state = hears(to, from);
  const tip = `M${end.x + dx * 8} ${end.y + dy * 8}L${end.x - dy * 4.5} ${end.y + dx * 4.5}L${end.x + dy * 4.5} ${end.y - dx * 4.5}Z`;
  return svg`<g class="live-link ${state}" data-from=${from.name} data-to=${to.name}>
    <line x1=${begin.x} y1=${begin.y} x2=${end.x} y2=${end.y}></line>
    <path d=${tip}></path>
    ${state === "no" ? cross((begin.x + end.x) / 2, (begin.y + end.y) / 2) : nothing}
  </g>`;
}

function cross(x, y) {
  return svg`<path class="live-cross" d="M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}"></path>`;
}

/** Messages per second, at a third of the way, on the lane's own side; known of the asked member's links only. */
function pace(from, to, picture) {
  const links = picture.pace?.links;
  const number = from.self ? links?.[to.id]?.sent : to.self ? links?.[from.id]?.received : undefined;
  if (number === undefined) return nothing;
  const { begin, end, side } = lane(from, to);
  const x = begin.x + (end.x - begin.x) * 0.36 + side.x * 3.2;
  const y = begin.y + (end.y - begin.y) * 0.36 + side.y * 2.2;
  return svg`<text class="live-pace" x=${x} y=${y}>${rate(number)}/s</text>`;
}

function role(member, picture) {
  if (member.id === picture.leader) return "leader";
  if (!member.heard) return "not heard";
  if (member.leading) return "wants to lead";
  return picture.leader ? "follows" : "no leader";
}

function node(member, picture) {
  const leads = member.id === picture.leader;
  const classes = ["live-member", leads ? "leads" : "", member.self ? "self" : "", member.heard ? "" : "silent"].join(" ");
  return svg`<g class=${classes} transform="translate(${member.x} ${member.y})" data-member=${member.name}>
    ${member.self ? svg`<circle class="halo" r=${RADIUS + 5}></circle>` : nothing}
    <circle class="body" r=${RADIUS}></circle>
    ${leads ? svg`<path class="crown" d="M-11 -27L-13 -39L-6 -33L0 -42L6 -33L13 -39L11 -27Z"></path>` : nothing}
    <text class="name" y="-8">${member.name}</text>
    <text class="role" y="8">${role(member, picture)}</text>
    <text class="fact" y="23">${fact(member)}</text>
    ${mood(member)}
  </g>`;
}

function fact(member) {
  if (member.heard) return count(member.chosen);
  return member.millis === undefined ? "never" : duration(member.millis);
}

function mood(member) {
  if (!member.heard || member.quorumConnected) return nothing;
  return svg`<text class="alarm" y=${RADIUS + 19}>hears no quorum</text>`;
}

function summary(members, picture) {
  const name = names(picture);
  const broken = members.flatMap((to) =>
    members.filter((from) => from.id !== to.id && hears(to, from) === "no").map((from) => `${to.name} does not hear ${from.name}`),
  );
  const lead = picture.leader ? `${name(picture.leader)} leads` : "Nobody leads";
  return `${members.length} members. ${lead}. ${broken.length > 0 ? broken.join(", ") : "All links that are known are whole"}.`;
}

/** The whole drawing. */
export function ring(picture) {
  const members = places(picture);
  const pairs = members.flatMap((from) => members.filter((to) => to.id !== from.id).map((to) => [from, to]));
  return svg`<svg class="live-ring" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${summary(members, picture)}>
    ${pairs.map(([from, to]) => link(from, to))}
    ${pairs.map(([from, to]) => pace(from, to, picture))}
    ${members.map((member) => node(member, picture))}
  </svg>`;
}
