// The panels beside the stage: what can be done, what is true, what happened.
import { html, nothing } from "./lib/lit/lit-html.js";
import { live } from "./lib/lit/directives/live.js";
import { everything, freshValue, withValue } from "./deeds.js";
import { dolist } from "./dolist.js";
import { isIdle, sort, told } from "./words.js";

const PANELS = [
  ["do", "Do"],
  ["truths", "Truths"],
  ["story", "Story"],
];

/** What is meant as a line of a transcript, not as words to look for. */
const LINE = /^([a-z]+ \d|register (propose|read) \d|heal$|run$|settle$)/;

export class Side {
  panel = "do";
  #app;
  #deeds;
  #again;
  #search = "";
  #value = "";
  #isQuiet = true;
  #chain = new Set();

  constructor(app, deeds, again) {
    this.#app = app;
    this.#deeds = deeds;
    this.#again = again;
  }

  open(panel) {
    this.panel = panel;
    this.#again();
  }

  view(scene, chain) {
    this.#chain = chain;
    const broken = scene.truths.filter((truth) => !truth.holds).length;
    return html`<div class="panels" role="tablist" aria-label="Beside the stage">
        ${PANELS.map(
          ([id, label]) => html`<button role="tab" id="panel-${id}" aria-controls="panel" aria-selected=${id === this.panel ? "true" : "false"} tabindex=${id === this.panel ? 0 : -1} @click=${() => this.open(id)} @keydown=${(event) => this.#walk(event)}>
            ${label}${id === "truths" ? html` <span class="mark-${broken > 0 ? "bad" : "good"}">${broken > 0 ? "✕" : "✓"}</span>` : nothing}
          </button>`,
        )}
      </div>
      <div id="panel" class="panel" role="tabpanel" aria-labelledby="panel-${this.panel}">
        ${this.panel === "do" ? this.#can(scene) : this.panel === "truths" ? truths(scene) : this.#story()}
      </div>`;
  }

  #walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.stopPropagation();
      const ids = PANELS.map(([id]) => id);
      this.open(ids[(ids.indexOf(this.panel) + step + ids.length) % ids.length]);
      document.getElementById(`panel-${this.panel}`).focus();
    }
  }

  #words() {
    return this.#search.toLowerCase().split(/\s+/).filter(Boolean);
  }

  #found(scene, words) {
    return everything(scene).filter((hand) => {
      const text = `${hand.label} ${hand.line}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  #can(scene) {
    const words = this.#words();
    const found = this.#found(scene, words);
    const value = this.#value || freshValue(this.#app.lines);
    return html`<form class="find" @submit=${(event) => this.#enter(event)}>
        <label class="grow"><span class="unseen">Search what can be done now, or type a line</span>
          <input type="search" id="find" placeholder="Search  ( / )" autocomplete="off" spellcheck="false" .value=${live(this.#search)} @input=${(event) => this.#look(event.target.value)} /></label>
        <button class="unseen" tabindex="-1">Do the first that is found</button>
        <label title="The value of the next proposal">value <input id="value" maxlength="8" autocomplete="off" .value=${value} @input=${(event) => (this.#value = event.target.value.trim())} /></label>
      </form>
      ${scene.finding ? html`<p class="soft pad">A rule is broken, and time stands still. Go back in time to try something else.</p>` : nothing}
      ${found.length === 0 && words.length > 0 && !scene.finding
        ? html`<p class="soft pad">Nothing like that can be done now. Enter plays <code>${this.#search}</code> as a line of a transcript.</p>`
        : nothing}
      ${dolist(found, scene, words.length === 0, value, (hand) => this.#act(hand))}`;
  }

  #look(text) {
    this.#search = text;
    this.#again();
  }

  #act(hand) {
    const value = this.#value || freshValue(this.#app.lines);
    this.#value = "";
    this.#deeds.play(withValue(hand.line, value));
  }

  /** What is found is looked for anew: a fast hand has typed more than was drawn. */
  #enter(event) {
    event.preventDefault();
    const typed = this.#search.trim();
    const found = this.#found(this.#app.scene, this.#words());
    const exact = found.find((hand) => hand.line === typed);
    if (exact || (found.length > 0 && typed !== "" && !LINE.test(typed))) {
      this.#act(exact ?? found[0]);
    } else if (typed !== "") {
      this.#deeds.play(typed);
    }
    this.#search = "";
    this.#again();
  }

  #story() {
    const { story } = this.#app;
    const told = tellings(story, this.#isQuiet);
    return html`<label class="pad check"><input type="checkbox" .checked=${live(this.#isQuiet)} @change=${(event) => { this.#isQuiet = event.target.checked; this.#again(); }} /> Leave out clocks and heartbeats</label>
      <ol class="story">
        ${told.map(
          ({ step, at, text, said }) => html`<li class="${sort(step)} ${at === story.position ? "here" : at > story.position ? "later" : ""} ${this.#chain.has(at - 1) ? "chain" : ""}">
            <button @click=${() => story.seek(at)} aria-current=${at === story.position ? "step" : "false"}><span class="at">${step.at} ms</span><span>${text}</span></button>
            ${at === story.position && said.length > 0 ? html`<ul>${said.map((line) => html`<li>${line}</li>`)}</ul>` : nothing}
          </li>`,
        )}
      </ol>`;
  }
}

const AROUND = 60;

/** The steps around the one that is shown, the newest first. */
function tellings(story, isQuiet) {
  const all = [];
  story.steps.forEach((step, i) => {
    const came = step.arrived[0];
    const isDull = sort(step) === "clock" ? step.said.length === 0 : came && isIdle(came.kind) && step.said.length === 0;
    if (!isQuiet || !isDull || i + 1 === story.position) {
      all.push({ step, at: i + 1, text: told(step), said: [...new Set(step.said)] });
    }
  });
  const here = all.findLastIndex((each) => each.at <= story.position);
  return all.slice(Math.max(0, here - AROUND), here + AROUND).reverse();
}

function truths(scene) {
  return html`<ul class="truths">
    ${scene.truths.map(
      (truth) => html`<li class=${truth.holds ? "holds" : "broken"}>
        <h2 class="minor"><span aria-hidden="true">${truth.holds ? "✓" : "✕"}</span> ${truth.name}<span class="unseen">${truth.holds ? " holds" : " is broken"}</span></h2>
        <p>${truth.why}</p>
      </li>`,
    )}
  </ul>`;
}
