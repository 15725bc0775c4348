// Messages as dots on a canvas: hundreds of them move at once, and none costs the page a layout or a layer.
import { colour, onTheme } from "./palette.js";

/** A dot with its border is so wide. */
const SIZE = 26;
const IDLE = 0.62;
const LOST_MS = 420;
const ARRIVED_MS = 180;
/** A picture may be so much finer than the screen's points, for those who zoom by two fingers. */
const FINEST = 4;

export class Dots {
  #canvas;
  #pen;
  #room = { width: 0, height: 0 };
  #fine = 1;
  #sprites = new Map();
  #ghosts = [];
  #isDirty = true;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext("2d");
    onTheme(() => this.#forget());
    globalThis.visualViewport?.addEventListener("resize", () => this.measure(this.#room));
  }

  /** The picture has another size, or another number of points to an inch. */
  measure(room) {
    const fine = Math.min(FINEST, (devicePixelRatio || 1) * Math.max(1, Math.ceil(globalThis.visualViewport?.scale ?? 1)));
    if (fine !== this.#fine) {
      this.#fine = fine;
      this.#forget();
    }
    this.#room = room;
    this.#canvas.width = Math.round(room.width * fine);
    this.#canvas.height = Math.round(room.height * fine);
    this.#isDirty = true;
  }

  #forget() {
    this.#sprites = new Map();
    this.#isDirty = true;
  }

  /** What was there has gone: it is lost, or arrives at a point. */
  goes(dot, fate) {
    this.#ghosts.push({ dot, fate, since: performance.now() });
  }

  /** Nothing goes any more. */
  still() {
    this.#isDirty ||= this.#ghosts.length > 0;
    this.#ghosts = [];
  }

  /** Draws dots, each {x, y, look, letter, isIdle}, if any of them has changed. */
  draw(dots, hasChanged) {
    if (!hasChanged && !this.#isDirty && this.#ghosts.length === 0) {
      return;
    }
    this.#isDirty = false;
    const pen = this.#pen;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    for (const dot of dots) {
      this.#stamp(dot, dot.x, dot.y);
    }
    this.#drawGhosts(performance.now());
  }

  #stamp(dot, x, y) {
    const sprite = this.#sprite(dot);
    const fine = this.#fine;
    this.#pen.drawImage(sprite, Math.round(x * fine - sprite.width / 2), Math.round(y * fine - sprite.height / 2));
  }

  #drawGhosts(now) {
    const pen = this.#pen;
    const fine = this.#fine;
    this.#ghosts = this.#ghosts.filter(({ fate, since }) => now - since < (fate.kind === "lost" ? LOST_MS : ARRIVED_MS));
    for (const { dot, fate, since } of this.#ghosts) {
      const isLost = fate.kind === "lost";
      const part = ((now - since) / (isLost ? LOST_MS : ARRIVED_MS)) ** 2;
      const x = isLost ? dot.x : dot.x + (fate.x - dot.x) * part;
      const y = isLost ? dot.y + 46 * part : dot.y + (fate.y - dot.y) * part;
      const size = 1 - (isLost ? 0.3 : 0.5) * part;
      const turn = isLost ? 0.87 * part : 0;
      pen.setTransform(size * Math.cos(turn), size * Math.sin(turn), -size * Math.sin(turn), size * Math.cos(turn), x * fine, y * fine);
      pen.globalAlpha = 1 - part;
      const sprite = this.#sprite(dot);
      pen.drawImage(sprite, -sprite.width / 2, -sprite.height / 2);
    }
    pen.globalAlpha = 1;
    this.#isDirty ||= this.#ghosts.length > 0;
  }

  /** A dot is drawn once, and then stamped. */
  #sprite({ look, letter, isIdle }) {
    const key = `${look.colour} ${look.label} ${letter} ${isIdle}`;
    if (!this.#sprites.has(key)) {
      this.#sprites.set(key, this.#paint(look, letter, isIdle));
    }
    return this.#sprites.get(key);
  }

  #paint(look, letter, isIdle) {
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.round(SIZE * this.#fine);
    const pen = sprite.getContext("2d");
    pen.translate(sprite.width / 2, sprite.height / 2);
    pen.scale(this.#fine * (isIdle ? IDLE : 1), this.#fine * (isIdle ? IDLE : 1));
    pen.globalAlpha = isIdle ? 0.75 : 1;
    const outline = new Path2D(look.path);
    pen.fillStyle = colour(look.colour);
    pen.strokeStyle = colour("--page");
    pen.lineWidth = 2;
    pen.fill(outline);
    pen.stroke(outline);
    if (!isIdle) {
      pen.fillStyle = colour("--on-dot");
      pen.font = `700 11px ${getComputedStyle(this.#canvas).fontFamily}`;
      pen.textAlign = "center";
      pen.textBaseline = "alphabetic";
      pen.fillText(letter, 0, 4);
    }
    return sprite;
  }
}
