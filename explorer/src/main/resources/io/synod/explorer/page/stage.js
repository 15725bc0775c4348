// The stage: members on a ring, links between them, messages on their way.
import { html, nothing, render, svg } from "./lib/lit/lit-html.js";
import { repeat } from "./lib/lit/directives/repeat.js";
import { look } from "./ballots.js";
import { card } from "./cards.js";
import { Flights } from "./flights.js";
import { fit, ring, way } from "./geometry.js";
import { handle } from "./hands.js";
import { Quorums, meaning } from "./quorums.js";

/** A message's label takes so much room beside it, in pixels. */
const LABEL = 200;

export class Stage {
  element;
  points = [];
  flights;
  #picture;
  #cards;
  #scene = null;
  #deeds;
  #drawn = null;
  #card = null;
  #room = { width: 0, height: 0 };
  #quorums = new Quorums();
  #quorum = null;

  constructor(element, deeds) {
    this.element = element;
    this.#deeds = deeds;
    element.className = "stage";
    element.tabIndex = -1;
    element.innerHTML = `<div class="picture"></div><div class="cards"></div><div class="flights"></div>`;
    [this.#picture, this.#cards] = element.children;
    this.flights = new Flights(element.children[2]);
    new ResizeObserver(() => this.#measure()).observe(element);
    handle(this, deeds);
  }

  /** Sizes are read when they change, not for each frame. */
  #measure() {
    this.#room = { width: this.element.clientWidth, height: this.element.clientHeight };
    if (this.#scene) {
      this.show(this.#scene);
    }
  }

  /** Shows a scene; `step` is what led to it from the one before, if that was shown. */
  show(scene, step, before) {
    if (scene !== this.#scene || step) {
      this.#quorum = this.#quorums.look(before, scene, step);
    }
    this.#scene = scene;
    if (this.#room.width === 0) {
      return;
    }
    this.#card = fit(scene.members.length, this.#room);
    this.points = ring(scene.members.length, this.#room, this.#card);
    this.element.classList.toggle("small", this.#card.isSmall);
    const lit = this.#lit(scene);
    render(
      repeat(scene.members, (member) => member.id, (member) => card(member, scene, lit.get(member.id))),
      this.#cards,
    );
    this.#place();
    this.#draw();
    this.flights.update(scene, (from, to) => this.#way(from, to), step && this.#fates(step));
  }

  /** The way of a link, and on which side of its messages their labels stand: outwards, where there is room. */
  #way(from, to) {
    const ends = [this.points[from - 1], this.points[to - 1]];
    const x = (ends[0].x + ends[1].x) / 2;
    const { width } = this.#room;
    const isLeftward = x < width / 2 - 10 ? x > LABEL : x > width - LABEL;
    return { ...way(...ends, this.#card), isLeftward };
  }

  #place() {
    const cards = this.#cards.children;
    for (let i = 0; i < this.points.length; i++) {
      const { x, y } = this.points[i];
      cards[i].style.transform = `translate(${Math.round(x - this.#card.width / 2)}px, ${Math.round(y - this.#card.height / 2)}px)`;
      cards[i].classList.toggle("above", y < this.#room.height / 2);
    }
  }

  /** The members of quorums that stand, with the look of their ballot. */
  #lit(scene) {
    const lit = new Map();
    for (const id of this.#quorum?.ids ?? []) {
      lit.set(id, look(this.#quorum.ballot).colour);
    }
    return lit;
  }

  #fates(step) {
    const fates = new Map();
    for (const flight of step.arrived) {
      fates.set(flight.id, { kind: "arrived", ...this.points[flight.to - 1] });
    }
    for (const flight of step.lost) {
      fates.set(flight.id, { kind: "lost" });
    }
    return fates;
  }

  /** Shows a line that somebody draws, from point to point; none if there is none. */
  sketch(line) {
    this.#drawn = line;
    this.#draw();
  }

  #draw() {
    const scene = this.#scene;
    const cut = new Set(scene.cuts);
    const { width, height } = this.#room;
    render(
      html`<svg width=${width} height=${height} aria-hidden="true">
          <defs><marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z"></path></marker></defs>
          ${this.#links(cut)} ${scene.members.map((member) => this.#web(member, scene))}
          ${this.#quorum ? this.#threads(this.#quorum.hub, this.#quorum.ids, this.#quorum.ballot, "whole") : nothing}
          ${this.#drawn
            ? svg`<line class="sketch" x1=${this.#drawn.from.x} y1=${this.#drawn.from.y} x2=${this.#drawn.to.x} y2=${this.#drawn.to.y}></line>`
            : nothing}
        </svg>
        ${this.#middle(scene)}`,
      this.#picture,
    );
  }

  #links(cut) {
    const lines = [];
    for (let a = 0; a < this.points.length; a++) {
      for (let b = a + 1; b < this.points.length; b++) {
        const there = cut.has(`${a + 1}->${b + 1}`);
        const back = cut.has(`${b + 1}->${a + 1}`);
        lines.push(this.#link(this.points[a], this.points[b], there && back ? "cut" : ""));
        if (there !== back) {
          lines.push(there ? this.#barred(a, b) : this.#barred(b, a));
        }
      }
    }
    return lines;
  }

  #link(from, to, kind) {
    return svg`<line class="link ${kind}" x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>
      ${kind ? svg`<g class="scissors" transform="translate(${(from.x + to.x) / 2} ${(from.y + to.y) / 2})"><circle r="10"></circle><path d="M-4 -4 4 4M-4 4 4 -4"></path></g>` : nothing}`;
  }

  /** A link that is cut one way: the lane on which nothing comes through. */
  #barred(from, to) {
    const { x, y, dx, dy, length } = way(this.points[from], this.points[to], this.#card);
    return svg`<line class="link cut" x1=${x} y1=${y} x2=${x + dx * length * 0.5} y2=${y + dy * length * 0.5} marker-end="url(#tip)"></line>
      <g class="scissors" transform="translate(${x + dx * length * 0.55} ${y + dy * length * 0.55})"><circle r="10"></circle><path d="M-4 -4 4 4M-4 4 4 -4"></path></g>`;
  }

  /** Who has answered a proposer, as threads to it. */
  #web(member, scene) {
    const { round } = member;
    const isSettled = scene.mode !== "register" && round?.phase === 2;
    return round && !isSettled ? this.#threads(member.id, round.members, round.ballot, "part") : nothing;
  }

  #threads(hub, ids, ballot, kind) {
    const from = this.points[hub - 1];
    const { colour } = look(ballot);
    return ids
      .filter((id) => id !== hub)
      .map((id) => {
        const to = this.points[id - 1];
        return svg`<line class="thread ${kind} ${colour}" x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>`;
      });
  }

  /** What the whole has come to, in the middle of the ring. */
  #middle(scene) {
    const quorum = this.#quorum;
    const news = quorum ? html`<small class=${look(quorum.ballot).colour}>${meaning(quorum)}</small>` : nothing;
    if (scene.mode === "register") {
      return scene.chosen.length > 0
        ? html`<p class="middle chosen"><b>${scene.chosen[0]}</b> is chosen${news}</p>`
        : html`<p class="middle">Nothing is chosen yet${news}</p>`;
    }
    const leaders = scene.members.filter((member) => member.leads);
    const chosen = scene.chosen.filter((value) => value !== "").length;
    const who = leaders.length === 0 ? "Nobody leads" : `${leaders.map((member) => `m${member.id}`).join(" and ")} ${leaders.length > 1 ? "believe that they lead" : "leads"}`;
    return html`<p class="middle ${leaders.length > 0 ? "chosen" : ""}"><b>${who}</b><br />${chosen === 1 ? "1 slot" : `${chosen} slots`} chosen${news}</p>`;
  }

  frame(shown) {
    this.flights.frame(shown);
  }
}
