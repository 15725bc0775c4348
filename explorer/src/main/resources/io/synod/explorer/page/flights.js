// Messages on their way: a dot on the canvas each, and a button that is moved along, for the keyboard and for its label.
import { look } from "./ballots.js";
import { Dots } from "./dots.js";
import { arrange } from "./labels.js";
import { brief, isIdle } from "./words.js";

const LETTERS = {
  prepare: "P",
  promise: "p",
  accept: "A",
  accepted: "a",
  reject: "✕",
  chosen: "✓",
  heartbeat: "♥",
  confirm: "C",
  confirmed: "c",
  handover: "H",
  forward: "F",
  read: "R",
  grant: "G",
  query: "Q",
  report: "r",
  learn: "L",
  learned: "l",
  trimmed: "T",
};

/** Among more messages, labels would be in each other's way. */
const LABELLED = 24;
/** A label that is longer says only the kind and the ballot. */
const LONG = 34;
/** Messages of one link keep so far apart, in pixels. */
const APART = 20;
/** Where so many move, their buttons follow them a few times a second; the dots show where they are. */
const MANY = 40;
const SELDOM = 40;

function isSame({ message }, other) {
  return message.text === other.text && message.from === other.from && message.to === other.to;
}

/** What may stand beside a message: all it says, if that is short, and what says the least. */
function texts(message) {
  const all = brief(message.text).replace(/, has accepted nothing$|: nothing accepted$/, "").replace(/, has accepted /, ", has ");
  const { label } = look(message.ballot);
  const least = label === "none" ? message.kind : `${message.kind} ${label}`;
  return all === least || all.length > LONG ? [least] : [all, least];
}

export class Flights {
  #layer;
  #dots;
  #all = new Map();
  #links = [];
  #told = [];
  #taken = [];
  #room = { width: 0, height: 0 };
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  #held = null;
  #frames = 0;
  #hasChanged = true;

  constructor(layer) {
    this.#layer = layer;
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    layer.append(canvas);
    this.#dots = new Dots(canvas);
  }

  measure(room) {
    this.#room = room;
    this.#dots.measure(room);
  }

  /** The message of an element of the page, if it is one. */
  of(element) {
    const button = element.closest?.(".flight");
    return button ? this.#all.get(Number(button.dataset.id))?.message : undefined;
  }

  /** The message nearest to a point, within a reach; undefined if none is. */
  near({ x, y }, reach) {
    let best = reach;
    let found;
    for (const flight of this.#all.values()) {
      const far = Math.hypot(flight.x - x, flight.y - y);
      if (far <= best) {
        best = far;
        found = flight.message;
      }
    }
    return found;
  }

  /** Shows the messages of a scene; `paths(from, to)` has the way of a link, `taken` what labels must not hide. */
  update(scene, paths, taken, went) {
    const now = new Set();
    const links = new Map();
    for (const message of scene.messages) {
      now.add(message.id);
      const flight = this.#known(message) ?? this.#add(message);
      flight.message = message;
      const key = message.from * 8 + message.to;
      if (!links.has(key)) {
        links.set(key, { path: paths(message.from, message.to), flights: [] });
      }
      const link = links.get(key);
      link.flights.push(flight);
      flight.outward = link.path.isLeftward ? "left" : "right";
    }
    for (const [id, flight] of this.#all) {
      if (!now.has(id)) {
        this.#all.delete(id);
        this.#remove(flight, went?.get(id));
      }
    }
    this.#links = [...links.values()];
    this.#taken = taken;
    this.#hasChanged = true;
    const first = [...this.#all.values()].filter(({ message }) => message.place === 1 && !isIdle(message.kind));
    this.#told = first.length <= LABELLED ? first : [];
  }

  /** Other runs have other messages under the same number. */
  #known(message) {
    const flight = this.#all.get(message.id);
    if (flight && (!isSame(flight, message) || flight.look.colour !== look(message.ballot).colour)) {
      flight.element.remove();
      this.#all.delete(message.id);
      return undefined;
    }
    return flight;
  }

  #add(message) {
    const looks = look(message.ballot);
    const element = document.createElement("button");
    element.className = `flight ${looks.colour}`;
    element.dataset.id = message.id;
    element.setAttribute("aria-label", `${brief(message.text)} from m${message.from} to m${message.to}`);
    element.setAttribute("aria-haspopup", "dialog");
    const says = texts(message);
    element.dataset.text = says[0];
    this.#layer.append(element);
    const letter = LETTERS[message.kind] ?? "•";
    const isSmall = isIdle(message.kind);
    const flight = { element, message, letter, look: looks, isIdle: isSmall, x: 0, y: 0, texts: says, text: says[0], side: "", outward: "", shown: "", place: "" };
    this.#all.set(message.id, flight);
    return flight;
  }

  #remove(flight, fate) {
    const { element } = flight;
    if (document.activeElement === element) {
      this.#layer.parentElement.focus({ preventScroll: true });
    }
    element.remove();
    if (fate && !this.#still.matches) {
      this.#dots.goes(flight, fate);
    }
  }

  /** A message is in somebody's hand, at a point. */
  hold(id, point) {
    this.#held = { id, point };
  }

  /** What was dragged goes back to its way. */
  letGo() {
    this.#held = null;
  }

  /** Moves everything to where it is at a time. */
  frame(shown) {
    if (this.#still.matches) {
      this.#dots.still();
    }
    const hasMoved = this.#move(shown) || this.#hasChanged;
    this.#hasChanged = false;
    this.#dots.draw(this.#all.values(), hasMoved);
    this.#frames = hasMoved ? this.#frames + 1 : 0;
    if (hasMoved) {
      arrange(this.#told, [...this.#all.values()], this.#taken, this.#room);
      this.#showLabels();
    }
    const isTurn = !hasMoved || this.#all.size <= MANY || this.#frames % SELDOM === 0;
    for (const flight of isTurn ? this.#all.values() : this.#told) {
      this.#lead(flight);
    }
  }

  #move(shown) {
    let hasMoved = false;
    for (const { path, flights } of this.#links) {
      let before = Infinity;
      for (const flight of flights) {
        const { sent, due } = flight.message;
        const part = due > sent ? (shown - sent) / (due - sent) : 1;
        let along = path.length * Math.max(0.03, Math.min(0.97, 0.03 + 0.94 * part));
        along = Math.max(Math.min(along, before - APART), Math.min(8, before * 0.5));
        before = along;
        const isHeld = this.#held?.id === flight.message.id;
        const x = isHeld ? this.#held.point.x : path.x + path.dx * along;
        const y = isHeld ? this.#held.point.y : path.y + path.dy * along;
        hasMoved ||= x !== flight.x || y !== flight.y;
        flight.x = x;
        flight.y = y;
      }
    }
    return hasMoved;
  }

  #showLabels() {
    const told = new Set(this.#told);
    for (const flight of this.#all.values()) {
      const side = told.has(flight) ? flight.side : "";
      const wanted = side === "" ? "" : `${side} ${flight.text}`;
      if (wanted !== flight.shown) {
        flight.shown = wanted;
        flight.element.dataset.side = side;
        flight.element.dataset.text = side === "" ? flight.texts[0] : flight.text;
      }
    }
  }

  /** Its button is where a message is. */
  #lead(flight) {
    const place = `translate(${Math.round(flight.x)}px,${Math.round(flight.y)}px)`;
    if (place !== flight.place) {
      flight.place = place;
      flight.element.style.transform = place;
    }
  }
}
