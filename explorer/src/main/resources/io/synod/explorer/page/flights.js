// Messages on their way: a button each, moved by transforms and nothing else.
import { look } from "./ballots.js";
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

/** More than so many labels beside the dots would hide each other. */
const LABELLED = 22;
const FEW_LABELLED = 10;
/** A label that is longer says only the kind and the ballot. */
const LONG = 34;
/** Messages of one link keep so far apart, in pixels. */
const APART = 20;
const SVG = "http://www.w3.org/2000/svg";

function isSame({ message, element }, other) {
  const isAlike = message.text === other.text && message.from === other.from && message.to === other.to;
  return isAlike && element.classList.contains(look(other.ballot).colour);
}

/** What stands beside a message: all it says, if that is short. */
function short(message) {
  const text = brief(message.text).replace(/, has accepted nothing$|: nothing accepted$/, "").replace(/, has accepted /, ", has ");
  return text.length <= LONG ? text : `${message.kind} ${look(message.ballot).label}`;
}

export class Flights {
  #layer;
  #all = new Map();
  #links = [];
  #still = matchMedia("(prefers-reduced-motion: reduce)");
  held = null;

  constructor(layer) {
    this.#layer = layer;
  }

  /** The message of an element of the page, if it is one. */
  of(element) {
    const button = element.closest?.(".flight");
    return button ? this.#all.get(Number(button.dataset.id))?.message : undefined;
  }

  /** What moves with a message. */
  carrier(id) {
    return this.#all.get(id)?.carrier;
  }

  /** Shows the messages of a scene; `paths(from, to)` has the way of a link. */
  update(scene, paths, went) {
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
      links.get(key).flights.push(flight);
      flight.element.classList.toggle("behind", message.place > 1);
      flight.element.classList.toggle("leftward", links.get(key).path.isLeftward);
    }
    for (const [id, flight] of this.#all) {
      if (!now.has(id)) {
        this.#all.delete(id);
        this.#remove(flight, went?.get(id));
      }
    }
    this.#links = [...links.values()];
    const busy = scene.messages.filter((message) => !isIdle(message.kind)).length;
    this.#layer.classList.toggle("few", busy <= (this.#layer.parentElement.classList.contains("small") ? FEW_LABELLED : LABELLED));
  }

  /** Other runs have other messages under the same number. */
  #known(message) {
    const flight = this.#all.get(message.id);
    if (flight && !isSame(flight, message)) {
      flight.carrier.remove();
      this.#all.delete(message.id);
      return undefined;
    }
    return flight;
  }

  #add(message) {
    const { colour, path } = look(message.ballot);
    const element = document.createElement("button");
    element.className = `flight ${colour} ${isIdle(message.kind) ? "idle" : ""}`;
    element.dataset.id = message.id;
    element.setAttribute("aria-label", `${brief(message.text)} from m${message.from} to m${message.to}`);
    element.setAttribute("aria-haspopup", "dialog");
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", "-13 -13 26 26");
    picture.setAttribute("aria-hidden", "true");
    const outline = document.createElementNS(SVG, "path");
    outline.setAttribute("d", path);
    picture.append(outline);
    element.append(picture);
    element.dataset.letter = LETTERS[message.kind] ?? "•";
    element.dataset.text = short(message);
    // What moves has next to no style of its own, so that moving it costs next to nothing.
    const carrier = document.createElement("i");
    carrier.className = "carrier";
    carrier.append(element);
    this.#layer.append(carrier);
    const flight = { element, carrier, message, x: 0, y: 0, place: "" };
    this.#all.set(message.id, flight);
    return flight;
  }

  #remove(flight, fate) {
    const { element, carrier, x, y } = flight;
    if (document.activeElement === element) {
      this.#layer.parentElement.focus({ preventScroll: true });
    }
    if (this.#still.matches || !fate) {
      carrier.remove();
      return;
    }
    element.inert = true;
    const here = `translate(${x}px, ${y}px)`;
    const end =
      fate.kind === "lost" ? `translate(${x}px, ${y + 46}px) rotate(50deg) scale(0.7)` : `translate(${fate.x}px, ${fate.y}px) scale(0.5)`;
    const gone = carrier.animate([{ transform: here, opacity: 1 }, { transform: end, opacity: 0 }], {
      duration: fate.kind === "lost" ? 420 : 180,
      easing: "ease-in",
    });
    gone.onfinish = () => carrier.remove();
    gone.oncancel = () => carrier.remove();
  }

  /** What was dragged goes back to its way. */
  letGo() {
    const flight = this.#all.get(this.held);
    if (flight) {
      flight.place = "";
    }
    this.held = null;
  }

  /** Moves everything to where it is at a time. */
  frame(shown) {
    for (const { path, flights } of this.#links) {
      let before = Infinity;
      for (const flight of flights) {
        const { sent, due } = flight.message;
        const part = due > sent ? (shown - sent) / (due - sent) : 1;
        let along = path.length * Math.max(0.03, Math.min(0.97, 0.03 + 0.94 * part));
        along = Math.max(Math.min(along, before - APART), Math.min(8, before * 0.5));
        before = along;
        flight.x = path.x + path.dx * along;
        flight.y = path.y + path.dy * along;
        const place = `translate(${flight.x.toFixed(1)}px,${flight.y.toFixed(1)}px)`;
        if (place !== flight.place && this.held !== flight.message.id) {
          flight.place = place;
          flight.carrier.style.transform = place;
        }
      }
    }
  }
}
