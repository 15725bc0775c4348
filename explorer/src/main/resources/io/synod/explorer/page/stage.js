// The stage: members on a ring, links between them, messages on their way.
import { html, nothing, render, svg } from "./lib/lit/lit-html.js";
import { repeat } from "./lib/lit/directives/repeat.js";
import { look } from "./ballots.js";
import { card } from "./cards.js";
import { Flights } from "./flights.js";
import { around, between, CLIENT, fit, isIn, way } from "./geometry.js";
import { handle } from "./hands.js";
import { middle } from "./middle.js";
import { Quorums } from "./quorums.js";

/** From a cut link's end to its mark. */
const MARK = 17;

export class Stage {
  element;
  points = [];
  flights;
  #picture;
  #middle;
  #middleSize = { width: 0, height: 0 };
  #cards;
  #scene = null;
  #sketch = null;
  #card = null;
  #room = { width: 0, height: 0 };
  #quorums = new Quorums();
  #quorum = null;
  #drawn = "";
  /** Where links are marked as cut. */
  #marks = [];

  constructor(element, deeds) {
    this.element = element;
    element.className = "stage";
    element.tabIndex = -1;
    element.innerHTML = `<div class="picture"></div><div class="middle"></div><div class="cards"></div><div class="flights"></div>`;
    [this.#picture, this.#middle, this.#cards] = element.children;
    this.flights = new Flights(element.children[3]);
    new ResizeObserver(() => this.#measure()).observe(element);
    new ResizeObserver(([entry]) => this.#measureMiddle(entry)).observe(this.#middle);
    handle(this, deeds);
  }

  /** Sizes are read when they change, not for each frame. */
  #measure() {
    this.#room = { width: this.element.clientWidth, height: this.element.clientHeight };
    if (this.#room.width > 0) {
      this.flights.measure(this.#room);
    }
    this.#card = null;
    if (this.#scene) {
      this.show(this.#scene);
    }
  }

  #measureMiddle(entry) {
    const [box] = entry.borderBoxSize;
    this.#middleSize = { width: box.inlineSize, height: box.blockSize };
    this.#drawn = "";
    if (this.#scene && this.#room.width > 0) {
      this.#draw();
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
    this.#seat(scene.members.length);
    const lit = this.#lit();
    render(
      repeat(scene.members, (member) => member.id, (member) => card(member, scene, lit.get(member.id))),
      this.#cards,
    );
    this.#place();
    render(middle(scene, this.#quorum), this.#middle);
    this.#draw();
    this.flights.update(scene, (from, to) => this.#way(from, to), this.#taken(scene), step && this.#fates(step));
  }

  /** The way of a link, and on which side of its messages their labels stand if they can: outwards. */
  #way(from, to) {
    const ends = [this.points[from - 1], this.points[to - 1]];
    return { ...way(...ends, this.#card), isLeftward: (ends[0].x + ends[1].x) / 2 < this.#room.width / 2 - 10 };
  }

  /** Gives the members their places, if there are other ones or another room. */
  #seat(count) {
    if (count !== this.points.length || this.#card === null) {
      ({ card: this.#card, points: this.points } = fit(count, this.#room));
      this.element.dataset.size = this.#card.size;
    }
  }

  #place() {
    const cards = this.#cards.children;
    for (let i = 0; i < this.points.length; i++) {
      const { x, y } = this.points[i];
      cards[i].style.transform = `translate(${Math.round(x - this.#card.width / 2)}px, ${Math.round(y - this.#card.height / 2)}px)`;
      cards[i].classList.toggle("above", y < this.#room.height / 2);
      cards[i].classList.toggle("right", x > this.#room.width / 2 + 10);
    }
  }

  #middleBox(margin = 0) {
    const { width, height } = this.#room;
    return around({ x: width / 2, y: height / 2 + 12 }, this.#middleSize.width + margin, this.#middleSize.height + margin);
  }

  /** What no label may hide. */
  #taken(scene) {
    const { height } = this.#room;
    const taken = [this.#middleBox(), ...this.#marks.map((point) => around(point, 20, 20))];
    this.points.forEach((point, i) => {
      const box = around(point, this.#card.width + 4, this.#card.height + 4);
      if (scene.clients.some((call) => call.member === i + 1)) {
        box[point.y < height / 2 ? "top" : "bottom"] += point.y < height / 2 ? -CLIENT : CLIENT;
      }
      taken.push(box);
    });
    return taken;
  }

  /** The members of quorums that stand, with the look of their ballot. */
  #lit() {
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
    this.#sketch = line;
    this.#drawn = "";
    this.#draw();
  }

  /** Draws the links, if any of what they show has changed. */
  #draw() {
    const scene = this.#scene;
    const webs = scene.members.map((member) => this.#web(member, scene)).filter(Boolean);
    if (this.#quorum) {
      webs.push({ hub: this.#quorum.hub, ids: this.#quorum.ids, colour: look(this.#quorum.ballot).colour, kind: "whole" });
    }
    const drawn = JSON.stringify([this.points, scene.cuts, webs]);
    if (drawn === this.#drawn) {
      return;
    }
    this.#drawn = drawn;
    const { width, height } = this.#room;
    const line = this.#sketch;
    this.#marks = [];
    render(
      html`<svg width=${width} height=${height} aria-hidden="true">
        <defs><marker id="tip" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 10 5 0 10z"></path></marker></defs>
        ${this.#links(new Set(scene.cuts))} ${webs.map((web) => this.#threads(web))}
        ${line ? svg`<line class="sketch" x1=${line.from.x} y1=${line.from.y} x2=${line.to.x} y2=${line.to.y}></line>` : nothing}
      </svg>`,
      this.#picture,
    );
  }

  #links(cut) {
    const lines = [];
    const barred = [];
    for (let a = 0; a < this.points.length; a++) {
      for (let b = a + 1; b < this.points.length; b++) {
        const there = cut.has(`${a + 1}->${b + 1}`);
        const back = cut.has(`${b + 1}->${a + 1}`);
        const [from, to] = [this.points[a], this.points[b]];
        lines.push(svg`<line class="link ${there && back ? "cut" : ""}" x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>`);
        if (there && back) {
          this.#marks.push(this.#aside(from, to));
        } else if (there || back) {
          barred.push(there ? this.#barred(a, b) : this.#barred(b, a));
        }
      }
    }
    return [lines, barred, this.#marks.map(mark)];
  }

  /** A link that is cut one way: the lane on which nothing comes through. */
  #barred(from, to) {
    const { x, y, dx, dy, length } = way(this.points[from], this.points[to], this.#card);
    const end = length * 0.38;
    this.#marks.push({ x: x + dx * (end + MARK), y: y + dy * (end + MARK) });
    return svg`<line class="link cut" x1=${x} y1=${y} x2=${x + dx * end} y2=${y + dy * end} marker-end="url(#tip)"></line>`;
  }

  /** Half-way, or where what stands in the middle hides nothing. */
  #aside(from, to) {
    const half = between(from, to, 0.5);
    return isIn(half, this.#middleBox(2 * MARK)) ? between(from, to, 0.3) : half;
  }

  /** Who has answered a proposer, as threads to it. */
  #web(member, scene) {
    const { round } = member;
    const isSettled = scene.mode !== "register" && round?.phase === 2;
    return round && !isSettled ? { hub: member.id, ids: round.members, colour: look(round.ballot).colour, kind: "part" } : null;
  }

  #threads({ hub, ids, colour, kind }) {
    const from = this.points[hub - 1];
    return ids
      .filter((id) => id !== hub)
      .map((id) => {
        const to = this.points[id - 1];
        return svg`<line class="thread ${kind} ${colour}" x1=${from.x} y1=${from.y} x2=${to.x} y2=${to.y}></line>`;
      });
  }

  frame(shown) {
    this.flights.frame(shown);
  }
}

function mark({ x, y }) {
  return svg`<g class="scissors" transform="translate(${x} ${y})"><circle r="10"></circle><path d="M-4 -4 4 4M-4 4 4 -4"></path></g>`;
}
