// What is shown of a member: a card on the ring.
import { html, nothing, svg } from "./lib/lit/lit-html.js";
import { look, mark } from "./ballots.js";

/** A ballot as a mark with its label. */
export function badge(ballot, none = "nothing") {
  const { colour, label } = look(ballot);
  return label === "none"
    ? html`<span class="soft">${none}</span>`
    : html`<span class="badge ${colour}"
        ><svg viewBox="-12 -12 24 24" width="14" height="14" aria-hidden="true">${mark(ballot, 22)}</svg>${label}</span
      >`;
}

function state(member) {
  if (member.up) {
    return member.paused ? "paused" : "up";
  }
  return member.out ? "out" : "down";
}

const SAYS = { paused: "paused", down: "down", out: "has lost its disk and stays out" };

/** What one hears of a member whom one does not see. */
function summary(member) {
  const parts = [`m${member.id}`];
  if (!member.up || member.paused) {
    parts.push(SAYS[state(member)]);
  }
  if (member.leads) {
    parts.push(`leads under ${member.newest}`);
  }
  if (member.up) {
    parts.push(`promised ${member.promised === "none" ? "nothing" : member.promised}`);
    if ("waits" in member) {
      const held = member.accepted;
      parts.push(held ? `accepted ${held.value} at ${held.ballot}` : "accepted nothing");
    } else {
      parts.push(`knows chosen up to slot ${member.knownChosen}, applied ${member.applied}`);
    }
    if (member.round) {
      parts.push(`phase ${member.round.phase} of ${member.round.ballot}: ${member.round.members.length} answered`);
    }
    if (member.knows) {
      parts.push(`knows that ${member.knows} is chosen`);
    }
  }
  parts.push(`${member.disk.length} records on disk, ${member.unsynced.length} unsynced`);
  return parts.join(", ");
}

/** Who answered a proposer so far: a dot for each member, filled if it did. */
function round(member, scene) {
  if (!member.round) {
    return nothing;
  }
  const { ballot, phase, members } = member.round;
  const isQuorum = members.length >= scene.quorum;
  return html`<div class="row round ${look(ballot).colour} ${isQuorum ? "quorum" : ""}">
    <span class="key">${phase === 1 ? "prepare" : "accept"}</span>
    ${badge(ballot)}
    <svg class="pips" viewBox="0 0 ${scene.members.length * 8} 8" aria-hidden="true">
      ${scene.members.map(
        (each, i) => svg`<circle cx=${i * 8 + 4} cy="4" r="3" class=${members.includes(each.id) ? "yes" : "no"}></circle>`,
      )}
    </svg>
    <span class="count" title="${members.length} have answered, ${scene.quorum} are a quorum">${members.length}/${scene.quorum}</span>
  </div>`;
}

const SHOWN = 9;

/** A disk: what is durable, then what a crash may take. */
function disk(member) {
  const known = member.disk.slice(-SHOWN);
  const hidden = member.disk.length - known.length;
  const all = [...member.disk, ...member.unsynced.map((record) => `${record} (unsynced)`)];
  return html`<div class="row disk" title=${all.length ? `On disk: ${all.join("; ")}` : "Its disk is empty"}>
    <span class="key">disk</span>
    <span class="records"
      >${hidden > 0 ? html`<span class="soft">+${hidden}</span>` : nothing}
      ${known.map(() => html`<i class="record"></i>`)}${member.unsynced.map(() => html`<i class="record unsynced"></i>`)}
      ${all.length === 0 ? html`<span class="soft">empty</span>` : nothing}
      ${member.unsynced.length > 0 ? html`<span class="wait">${member.unsynced.length} unsynced</span>` : nothing}</span
    ><span class="tally"
      >${member.disk.length > 0 ? html`<i class="record"></i>${member.disk.length}` : nothing}
      ${member.unsynced.length > 0 ? html`<i class="record unsynced"></i><b class="wait">${member.unsynced.length}</b>` : nothing}</span
    >
  </div>`;
}

function register(member) {
  return html`<div class="row"><span class="key">promised</span>${badge(member.promised)}</div>
    <div class="row">
      <span class="key">accepted</span>
      ${member.accepted
        ? html`<b class="value">${member.accepted.value}</b> ${badge(member.accepted.ballot)}`
        : html`<span class="soft">nothing</span>`}
    </div>`;
}

function log(member) {
  return html`<div class="row"><span class="key">promised</span>${badge(member.promised)}</div>
    <div class="row">
      ${member.leads ? html`<span class="soft">leads</span>` : member.leader ? html`<span class="soft">follows</span> m${member.leader}` : html`<span class="soft">no leader</span>`}
      <span class="soft push" title="It knows the log to be chosen up to slot ${member.knownChosen}, and has applied it up to slot ${member.applied}"><span class="word">applied </span>${member.applied}/${member.knownChosen}</span>
    </div>`;
}

function clock(millis) {
  return millis < 1_000 ? `${millis} ms` : `${(millis / 1_000).toFixed(2)} s`;
}

/** What the member's newest client asks, or was told. */
function client(member, scene) {
  const calls = scene.clients.filter((call) => call.member === member.id);
  const call = calls.findLast((each) => !each.over) ?? calls.at(-1);
  if (!call) {
    return nothing;
  }
  const more = calls.length > 1 ? ` (${calls.length} calls)` : "";
  const how = call.answered ? "answered" : call.over ? "lost" : "waits";
  const answer = call.answered ? call.answer : call.over ? "no answer: m" + member.id + " died" : "…";
  return html`<div class="client ${how}" title="A client of m${member.id}: ${call.asks} → ${answer}${more}">
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><circle cx="8" cy="5" r="3.2"></circle><path d="M2 15a6 6 0 0 1 12 0z"></path></svg>
    <span>${call.asks} → ${answer}</span>
  </div>`;
}

/** The card of a member. */
export function card(member, scene, lit) {
  const isRegister = scene.mode === "register";
  return html`<article class="card ${state(member)} ${lit ? `lit ${lit}` : ""} ${member.leads ? "leads" : ""}" data-member=${member.id}>
    ${client(member, scene)}
    <div class="row head">
      <button class="face" aria-haspopup="dialog" aria-label=${summary(member)} data-face=${member.id}>
        m${member.id}
      </button>
      ${member.leads ? html`<span class="tag crown" title="It believes that it leads">♛<span class="word"> leads</span></span>` : nothing}
      ${SAYS[state(member)] ? html`<span class="tag">${state(member) === "out" ? "out for good" : SAYS[state(member)]}</span>` : nothing}
      ${member.knows ? html`<span class="tag known" title="It knows what is chosen">✓ ${member.knows}</span>` : nothing}
      <span class="soft push clock" title="What its clock shows">${clock(member.clock)}</span>
    </div>
    ${member.up ? (isRegister ? register(member) : log(member)) : html`<div class="row soft">Only its disk is left.</div>`}
    ${member.up ? round(member, scene) : nothing} ${disk(member)}
  </article>`;
}
