// The timeline: every line of the run as a mark, a slider over it, and the runs that left it.
import { html, nothing, render } from "./lib/lit/lit-html.js";
import { live } from "./lib/lit/directives/live.js";
import { SPEEDS } from "./clock.js";
import { look } from "./ballots.js";
import { isIdle, sort, told } from "./words.js";
import { icon } from "./icons.js";
import { colour, onTheme } from "./palette.js";

/** While time runs, the marks are drawn so seldom, in milliseconds: there may be thousands. */
const DRAW_EVERY = 120;
const HEIGHTS = { deed: 22, message: 13, disk: 8, clock: 4 };

export class Timeline {
  #element;
  #canvas;
  #app;
  #clock;
  #chain = new Set();
  #room = { width: 0, height: 0 };
  #drawDue = 0;

  constructor(element, app, clock) {
    this.#element = element;
    this.#app = app;
    this.#clock = clock;
    element.classList.add("timeline");
    new ResizeObserver(() => this.#measure()).observe(element);
    onTheme(() => this.draw());
  }

  /** The lines of the run, as places in it, that led to what was broken. */
  set chain(places) {
    this.#chain = new Set(places);
  }

  show() {
    const { story } = this.#app;
    const { length } = story.lines;
    const step = story.steps[story.position - 1];
    const clock = this.#clock;
    render(
      html`<div class="controls" role="toolbar" aria-label="Time">
          <button id="first" aria-label="To the beginning" title="To the beginning (Home)" ?disabled=${story.position === 0} @click=${() => this.#still(0)}>${icon("first")}</button>
          <button id="back" aria-label="One step back" title="One step back (←)" ?disabled=${story.position === 0} @click=${() => this.#still(story.position - 1)}>${icon("back")}</button>
          <button id="playing" class="main" aria-pressed=${clock.playing ? "true" : "false"} title="Play or pause (p)" @click=${() => (clock.playing ? clock.pause() : clock.play())} ?disabled=${!clock.playing && story.next === null}>${icon(clock.playing ? "pause" : "play")} ${clock.playing ? "Pause" : "Play"}</button>
          <button id="step" aria-label="One step" title="One step (→)" ?disabled=${story.next === null} @click=${() => this.forth()}>${icon("forth")}</button>
          <button id="last" aria-label="To the end" title="To the end (End)" ?disabled=${story.position === length} @click=${() => this.#still(length)}>${icon("last")}</button>
          <label class="speed"><span class="unseen">Speed</span>
            <select id="speed" title="Speed" @change=${(event) => (clock.speed = Number(event.target.value))}>
              ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${live(speed === clock.speed)}>${speed}×</option>`)}
            </select></label>
          <output class="where"><b>${story.position}</b> of ${length} · ${story.scene.now} ms ${step ? html`<span class="soft">· ${told(step)}</span>` : nothing}</output>
          ${this.#runs(story)}
        </div>
        <div class="track">
          <canvas aria-hidden="true"></canvas>
          <input id="when" type="range" min="0" max=${Math.max(1, length)} step="1" .value=${live(String(story.position))}
            aria-label="Time in the run" aria-valuetext=${step ? `step ${story.position} of ${length}: ${told(step)}` : "the beginning"}
            @input=${(event) => this.#still(Number(event.target.value))} />
        </div>`,
      this.#element,
    );
    if (this.#canvas) {
      this.#drawInTime();
    } else {
      this.#canvas = this.#element.querySelector("canvas");
      this.#measure();
    }
  }

  #runs(story) {
    return story.runs.length < 2
      ? nothing
      : html`<div class="runs" role="group" aria-label="Runs of this story">
          ${story.runs.map(
            (run) => html`<button aria-pressed=${run === story.run ? "true" : "false"} title=${run.from ? `Left ${run.from.name} after step ${run.at}` : "Where it began"} @click=${() => story.change(run)}>${run.name}${run.from ? html` <small>from ${run.at}</small>` : nothing}</button>`,
          )}
        </div>`;
  }

  #still(position) {
    this.#clock.pause();
    this.#app.story.seek(position);
  }

  back() {
    this.#still(this.#app.story.position - 1);
  }

  /** One step: what was recorded, or what comes by itself. */
  forth() {
    this.#clock.pause();
    const { next } = this.#app.story;
    if (next !== null) {
      this.#app.story.play(next);
    }
  }

  to(position) {
    this.#still(position);
  }

  /** Sizes are read when they change, not for each frame. */
  #measure() {
    const track = this.#canvas?.parentElement;
    this.#room = { width: track?.clientWidth ?? 0, height: track?.clientHeight ?? 0 };
    this.draw();
  }

  #drawInTime() {
    const now = performance.now();
    if (!this.#clock.playing || now >= this.#drawDue) {
      this.#drawDue = now + DRAW_EVERY;
      this.draw();
    }
  }

  /** Draws the marks. */
  draw() {
    const canvas = this.#canvas;
    const { width, height } = this.#room;
    if (!canvas || width === 0) {
      return;
    }
    const sharp = devicePixelRatio || 1;
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
    const pen = canvas.getContext("2d");
    pen.scale(sharp, sharp);
    const { steps, position } = this.#app.story;
    const room = (width - 2 * INSET) / Math.max(1, steps.length);
    steps.forEach((step, i) => {
      const kind = sort(step);
      const came = step.arrived[0];
      const tall = kind === "message" && came && isIdle(came.kind) ? 5 : HEIGHTS[kind];
      pen.globalAlpha = i < position ? 1 : 0.35;
      pen.fillStyle = this.#chain.has(i) ? colour("--bad") : kind === "deed" ? colour("--ink") : came ? colour(look(came.ballot).colour) : colour("--strong-line");
      const x = INSET + room * (i + 0.5);
      const wide = Math.max(0.75, Math.min(5, room * 0.7)) * (this.#chain.has(i) ? 1.4 : 1);
      pen.fillRect(x - wide / 2, height / 2 - tall / 2 - (this.#chain.has(i) ? 4 : 0), wide, tall + (this.#chain.has(i) ? 8 : 0));
    });
    pen.globalAlpha = 1;
    pen.fillStyle = colour("--accent");
    const x = INSET + room * position;
    pen.fillRect(x - 1, 0, 2, height);
  }
}

/** The slider's thumb is so wide by half, wider for fingers: marks and thumb share one scale. */
const INSET = matchMedia("(pointer: coarse)").matches ? 14 : 8;
