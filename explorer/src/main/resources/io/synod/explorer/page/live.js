// The tab "This cluster": what the member that serves this page knows, as it happens. It changes nothing.
import { html, nothing, render } from "./lib/lit/lit-html.js";
import { chart, Past } from "./live-charts.js";
import { watch } from "./live-feed.js";
import { history } from "./live-history.js";
import { behind, table } from "./live-members.js";
import { places, ring } from "./live-ring.js";
import { ballot, clock, count, duration, latency, names, rate } from "./live-words.js";

const TICK_MS = 1_000;

export function mount(element, app) {
  style();
  const state = { how: "asking", picture: null, at: 0, past: new Past() };
  const draw = () => render(page(state), element);
  const end = watch("live", (how, picture) => {
    const before = state.picture;
    state.how = how;
    if (picture) {
      state.picture = picture;
      state.at = Date.now();
      remember(state.past, picture);
      announce(app, before, picture);
    }
    draw();
  });
  const clockwork = setInterval(() => state.how === "lost" && draw(), TICK_MS);
  draw();
  return () => {
    end();
    clearInterval(clockwork);
  };
}

function style() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = "live.css";
  document.head.append(sheet);
}

function remember(past, picture) {
  const { pace } = picture;
  const lags = Object.fromEntries(picture.members.map((member) => [member.id, behind(member, picture)]));
  past.add({ pace, lags });
}

/** For those who do not see it. */
function announce(app, before, now) {
  const name = names(now);
  if (before && before.leader !== now.leader) {
    app?.say?.(now.leader ? `${name(now.leader)} leads now.` : "Nobody leads now.");
  } else if (before && before.quorum.heard !== now.quorum.heard) {
    app?.say?.(now.quorum.heard ? `${name(now.self)} hears a quorum again.` : `${name(now.self)} does not hear a quorum.`);
  }
}

function page(state) {
  const { how, picture } = state;
  if (how === "none") return absent();
  if (!picture) {
    return html`<p class="plain">${how === "full" ? FULL : how === "lost" ? "Nobody answers. Trying again …" : "Asking the member …"}</p>`;
  }
  return html`<div class="live ${how === "picture" ? "" : "stale"}">
    ${head(state)}
    <div class="live-top">
      <section class="live-stage" aria-label="Who hears whom">${ring(picture)}${legend(picture)}</section>
      <section class="live-charts" aria-label="The last two minutes">${charts(state)}</section>
    </div>
    ${table(picture)}${history(picture)}
  </div>`;
}

const FULL = "As many people look at this member as it shows itself to at once. Trying again …";

function absent() {
  return html`<div class="plain live-absent">
    <h2>No cluster here</h2>
    <p>This page does not come from a member of a cluster, so there is none to show. Start one with</p>
    <pre>./synod up</pre>
    <p>
      and open <code>/explorer/</code> at any of its members, such as
      <a href="http://127.0.0.1:2379/explorer/#live">http://127.0.0.1:2379/explorer/</a>. Everything else on this page works without one.
    </p>
  </div>`;
}

function head(state) {
  const { how, picture } = state;
  const name = names(picture);
  const self = name(picture.self);
  if (how !== "picture") {
    return html`<p class="live-head lost" role="status">
      <b>${how === "full" ? FULL : `${self} does not answer.`}</b>
      What stands here is from ${clock(Date.now() - state.at)}. ${how === "lost" ? "Trying again …" : nothing} ${elsewhere(picture)}
    </p>`;
  }
  if (!picture.quorum.heard) {
    return html`<p class="live-head cut" role="status">
      <b>${self} does not hear a quorum since ${clock(picture.quorum.millis)}</b>, for ${duration(picture.quorum.millis)}. It can neither
      write nor read through a majority, and what it shows of the others may be old. ${elsewhere(picture)}
    </p>`;
  }
  const reign = picture.elections.at(-1);
  return picture.leader
    ? html`<p class="live-head">
        <b>${name(picture.leader)} leads</b> under ballot ${ballot(picture.ballot, name)}, for ${duration(reign?.millis ?? 0)}. This is what ${self}
        knows by itself.
      </p>`
    : html`<p class="live-head lost"><b>Nobody leads</b>, as far as ${self} knows.</p>`;
}

/** The same page at the other members. */
function elsewhere(picture) {
  const others = places(picture).filter((member) => !member.self && member.clients.length > 0);
  return others.length === 0
    ? nothing
    : html`Look at ${others.map((member, i) => html`${i > 0 ? ", " : ""}<a href=${member.clients[0] + "/explorer/#live"}>${member.name}</a>`)}
        instead.`;
}

function legend(picture) {
  const name = names(picture);
  return html`<ul class="live-legend">
    <li><svg viewBox="0 0 30 8" aria-hidden="true"><path class="yes" d="M0 4H30"></path></svg>is heard</li>
    <li><svg viewBox="0 0 30 8" aria-hidden="true"><path class="no" d="M0 4H30"></path></svg>is not heard</li>
    <li><svg viewBox="0 0 30 8" aria-hidden="true"><path class="unknown" d="M0 4H30"></path></svg>not known to ${name(picture.self)}</li>
    <li>numbers in members: chosen slots; on links: messages per second</li>
  </ul>`;
}

function charts({ past, picture }) {
  const members = places(picture);
  return [
    chart(
      "Writes per second",
      past,
      [
        { name: "in the cluster", look: "l0", value: (point) => point.pace?.revisions },
        { name: "through this member", look: "l1", value: (point) => point.pace?.writes.rate },
      ],
      said(rate),
    ),
    chart("Reads per second", past, [{ name: "through this member", look: "l1", value: (point) => point.pace?.reads.rate }], said(rate)),
    chart("How long a write takes", past, percentiles("writes"), latency),
    chart("How long a read takes", past, percentiles("reads"), latency),
    chart("Slots chosen per second", past, [{ name: "in the cluster", look: "l0", value: (point) => point.pace?.slots }], said(rate)),
    chart(
      "Slots behind",
      past,
      members.map((member, i) => ({ name: member.name, look: `l${i % 7}`, value: (point) => point.lags[member.id] })),
      said(count),
    ),
  ];
}

function percentiles(kind) {
  return [
    { name: "half within", look: "l0", value: (point) => point.pace?.[kind].p50 },
    { name: "99 % within", look: "l2", value: (point) => point.pace?.[kind].p99 },
  ];
}

function said(how) {
  return (value) => (value === undefined ? "–" : how(value));
}
