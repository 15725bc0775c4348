// The Play tab: puts stage, panels and timeline together and draws what has changed once a frame.
import { html, nothing, render } from "./lib/lit/lit-html.js";
import { Clock } from "./clock.js";
import { Deeds } from "./deeds.js";
import { Hunt } from "./hunt.js";
import { keys, mountHelp, showHelp } from "./keys.js";
import { logTable } from "./logtable.js";
import { fromHash, mark, toHash } from "./share.js";
import { Side } from "./side.js";
import { spacetime, whereNow } from "./spacetime.js";
import { Stage } from "./stage.js";
import { Refused, readTranscript, rules as allRules } from "./story.js";
import { Timeline } from "./timeline.js";
import { compose, opening, parse, toolbar } from "./toolbar.js";
import { told } from "./words.js";

const FRAME = `
  <div class="head"></div>
  <div class="room">
    <div class="view">
      <div class="alarm-place"></div>
      <div class="stage"></div>
      <p class="hint">Click a member or a message to see what can be done with it. Drag a message to its receiver, or off the stage to lose it. Drag from member to member to cut their link.</p>
      <div class="spacetime" hidden tabindex="0" role="region" aria-label="Space-time diagram"></div>
      <div class="table"></div>
    </div>
    <aside class="side" aria-label="What can be done, what is true, what happened"></aside>
  </div>
  <div class="time"></div>
  <p class="toast" hidden></p>`;

/** Who wants no motion sees messages where they are at each step, not on their way between. */
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
/** Until a run has so many lines, its watcher may be new here. */
const BEGINNING = 6;
/** Among so many messages, to play a line and to show it is too much for one frame. */
const CROWD = 60;
/** How often the panels change while time runs, in milliseconds. */
const SIDE_EVERY = 350;
/** A run with a rule off that survived so many seeds may be beyond finding. */
const SEEDS = 400;

class Play {
  #app;
  #at = {};
  #view = "stage";
  #isDirty = true;
  #step = null;
  #broken = null;
  #chain = { places: [], short: null, dismissed: false };
  #rules = allRules();
  #tab;
  #home;
  #toastUntil = 0;
  #addressDue = 0;
  #sideDue = 0;
  #isLogOpen = true;
  #sideLate = false;

  constructor(home, app) {
    const element = document.createElement("div");
    home.append(element);
    this.#home = home;
    this.#tab = element;
    this.#app = app;
    element.innerHTML = FRAME;
    element.classList.add("play");
    for (const name of ["head", "stage", "hint", "spacetime", "alarm-place", "table", "side", "time", "toast"]) {
      this.#at[name] = element.querySelector(`.${name}`);
    }
    this.clock = new Clock(app.story, () => this.#dirty(), (sentence) => this.#toast(sentence));
    this.deeds = new Deeds(app, (sentence) => this.#toast(sentence), (isBusy) => this.clock.hold(isBusy));
    this.stage = new Stage(this.#at.stage, this.deeds);
    this.timeline = new Timeline(this.#at.time, app, this.clock);
    this.side = new Side(app, this.deeds, () => this.#dirty());
    this.hunt = new Hunt(() => this.#dirty());
    this.shrinker = new Hunt(() => {});
    app.story.on((what) => this.#hear(what));
    keys(element, this);
    mountHelp();
    requestAnimationFrame((at) => this.#frame(at));
  }

  get story() {
    return this.#app.story;
  }

  get isHidden() {
    return this.#tab.closest("[role=tabpanel]").hidden;
  }

  /** Another tab borrows the stage and all that is around it. */
  comeTo(place) {
    place.append(this.#tab);
    this.#dirty();
  }

  /** And gives it back. */
  goHome() {
    this.comeTo(this.#home);
  }

  #dirty() {
    this.#isDirty = true;
  }

  #hear(what) {
    this.#dirty();
    this.#step = what === "step" ? this.story.steps[this.story.position - 1] : null;
    if (what === "fork") {
      this.#toast(`The past has changed: ${this.story.run.name} leaves ${this.story.run.from.name} here. Both are kept below.`);
    }
    if (what === "open") {
      this.clock.pause();
      this.clock.speed = this.story.setting.startsWith("register") ? 1 : 4;
      this.#forgetChain();
      this.#isLogOpen = !this.story.setting.startsWith("election");
    }
    if (!this.clock.playing && this.#step) {
      const said = this.#step.said.filter((line) => !/ holds until /.test(line));
      this.#app.say([told(this.#step), ...new Set(said)].slice(0, 6).join(". "));
    }
    this.#addressDue = performance.now() + 400;
  }

  #toast(sentence) {
    this.#at.toast.textContent = sentence;
    this.#at.toast.hidden = false;
    this.#toastUntil = performance.now() + 6_000;
    this.#app.say(sentence);
  }

  #frame(at) {
    requestAnimationFrame((next) => this.#frame(next));
    if (this.isHidden) {
      this.clock.pause();
      return;
    }
    this.#go(at);
    if (this.#view === "stage") {
      this.stage.frame(STILL.matches ? this.story.scene.now : this.clock.shown);
    }
    if (this.#toastUntil > 0 && at > this.#toastUntil) {
      this.#toastUntil = 0;
      this.#at.toast.hidden = true;
    }
    if (this.#addressDue > 0 && at > this.#addressDue && !this.clock.playing) {
      this.#addressDue = 0;
      this.#writeAddress();
    }
  }

  /** Plays what is due and shows it; in a crowd, a frame does the one and the next the other. */
  #go(at) {
    const isCrowd = this.clock.playing && this.story.scene.messages.length > CROWD;
    const isLate = isCrowd && this.#isDirty;
    if (!isLate) {
      this.clock.frame(at);
    }
    if (isLate || (!isCrowd && this.#isDirty) || (this.#sideLate && !this.clock.playing)) {
      this.#isDirty = false;
      this.#show();
    }
  }

  #show() {
    const { scene } = this.story;
    this.#watch(scene);
    render(this.#toolbar(), this.#at.head);
    this.#at.stage.hidden = this.#view !== "stage";
    this.#at.hint.hidden = this.#view !== "stage" || this.story.lines.length > BEGINNING;
    this.#at.spacetime.hidden = this.#view !== "spacetime";
    render(scene.mode === "register" ? nothing : logTable(scene, this.#isLogOpen, () => this.#fold()), this.#at.table);
    if (this.#view === "stage") {
      this.stage.show(scene, this.#step, this.story.known(this.story.position - 1));
    } else {
      this.#diagram(scene);
    }
    render(this.#alarm(scene), this.#at["alarm-place"]);
    this.#showSide(scene);
    this.timeline.chain = this.#chain.places;
    this.timeline.show();
    this.#step = null;
  }

  /** While time runs, nobody reads the panels fast enough for every frame. */
  #showSide(scene) {
    const now = performance.now();
    if (this.clock.playing && now < this.#sideDue) {
      this.#sideLate = true;
      return;
    }
    this.#sideLate = false;
    this.#sideDue = now + SIDE_EVERY;
    render(this.side.view(scene, new Set(this.#chain.places)), this.#at.side);
  }

  #diagram(scene) {
    const place = this.#at.spacetime;
    render(spacetime(this.story, scene, place.clientHeight, new Set(this.#chain.places)), place);
    const now = whereNow(this.story);
    if (now < place.scrollLeft + 90 || now > place.scrollLeft + place.clientWidth - 60) {
      place.scrollLeft = now - place.clientWidth * 0.6;
    }
  }

  #fold() {
    this.#isLogOpen = !this.#isLogOpen;
    this.#dirty();
  }

  look(view) {
    this.#view = view;
    this.#dirty();
  }

  #toolbar() {
    return toolbar({
      setting: this.story.setting,
      rules: this.#rules,
      view: this.#view,
      hunt: this.hunt.state,
      change: (parts) => this.#change(parts),
      look: (view) => this.look(view),
      seek: () => this.#seek(),
      cancel: () => this.hunt.stop(),
      share: {
        link: () => this.#copyLink(),
        transcript: () => this.#copy(this.story.transcript(), "The transcript is copied: the test suite can play it."),
        paste: (event) => this.#paste(event),
      },
    });
  }

  /** Another setting: of another mode or size with a new run, else with the same lines as far as they go. */
  #change(parts) {
    const old = parse(this.story.setting);
    const setting = compose(parts);
    this.hunt.stop();
    if (parts.mode === old.mode && parts.members === old.members && parts.seed === old.seed) {
      this.story.openAsFar(setting, this.story.lines);
    } else {
      this.story.open(setting, opening(parts.mode));
    }
  }

  #seek() {
    const { setting } = this.story;
    this.clock.pause();
    this.#tab.querySelector("#rules")?.hidePopover?.();
    this.hunt.seek(
      setting,
      1,
      SEEDS,
      (run) => this.#found(run),
      (sentence) => this.#toast(sentence),
    );
  }

  #found(run) {
    if (!run) {
      this.#toast(`${SEEDS} seeds, and nothing broke${survived(parse(this.story.setting))}`);
      return;
    }
    this.story.open(run.setting, run.lines, 0);
    this.#toast(`Found one, of ${run.lines.length} lines, each of them needed. Watch it break.`);
    this.clock.play();
  }

  /** When a rule breaks: time stands still, and what led there is looked for. */
  #watch(scene) {
    const broken = scene.finding ? this.story.run : null;
    if (broken && this.#broken !== broken) {
      this.#broken = broken;
      this.clock.pause();
      this.side.open("truths");
      const { setting, lines } = broken;
      this.#app.say(`${scene.finding.rule} is broken. ${scene.finding.sentence}`);
      this.shrinker.shrink(setting, lines, (short) => {
        if (this.story.run === broken && short) {
          const places = short.lines.length < lines.length ? match(lines, short.lines) : [];
          this.#chain = { ...this.#chain, places, short };
          this.#dirty();
        }
      });
    }
  }

  #forgetChain() {
    this.#broken = null;
    this.shrinker.stop();
    this.#chain = { places: [], short: null, dismissed: false };
  }

  #alarm(scene) {
    if (!scene.finding || this.#chain.dismissed) {
      return nothing;
    }
    const { places, short } = this.#chain;
    const all = this.story.lines.length;
    return html`<div class="break" role="alert">
      <div class="why"><h2><span aria-hidden="true">✕</span> Broken: ${scene.finding.rule.replace(/^registers?[: ]+/, "")}</h2>
      <p>${scene.finding.sentence} <span class="soft">${short
        ? short.lines.length === all
          ? `Each of these ${all} lines was needed for it.`
          : `${short.lines.length} of the ${all} lines led there; they are marked red below.`
        : "Looking for the lines that led there…"}</span></p></div>
      <div class="buttons">
        <button class="main" @click=${() => this.timeline.back()}>Go one step back</button>
        <button @click=${() => this.look(this.#view === "stage" ? "spacetime" : "stage")}>${this.#view === "stage" ? "See it in space–time" : "See it on stage"}</button>
        ${short && short.lines.length < all ? html`<button @click=${() => this.story.open(short.setting, short.lines)}>Keep only those ${places.length}</button>` : nothing}
        <button class="quiet" @click=${() => { this.#chain.dismissed = true; this.#dirty(); }}>Hide this</button>
      </div>
    </div>`;
  }

  async #writeAddress() {
    const { setting, steps, position } = this.story;
    if (location.hash.startsWith("#play") || location.hash === "") {
      const hash = await toHash(setting, steps, position);
      if (!this.isHidden) {
        history.replaceState(null, "", `#${hash}`);
      }
    }
  }

  /** Opens the run of the address, if it has one. */
  async readAddress() {
    try {
      const shared = await fromHash(location.hash);
      if (!shared) {
        this.#addressDue = performance.now();
      } else {
        this.story.open(shared.setting, shared.lines, shared.at);
        if (shared.marked && shared.marked !== mark(this.story.lines)) {
          this.#toast("This link comes from another version of the Explorer: what came by itself in its run comes otherwise here.");
        }
      }
    } catch (error) {
      this.#toast(error.message);
    }
  }

  async #copyLink() {
    const { setting, steps, position } = this.story;
    const address = new URL(`#${await toHash(setting, steps, position)}`, location.href).href;
    this.#copy(address, `The link is copied: ${address.length} characters hold the whole run.`);
  }

  async #copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.#toast(done);
    } catch {
      const field = this.#tab.querySelector("#paste");
      field.value = text;
      field.select();
      this.#toast("This browser lets no page copy: the text is in the field, selected.");
    }
  }

  #paste(event) {
    event.preventDefault();
    try {
      const { setting, lines } = readTranscript(event.target.elements.text.value);
      this.story.open(setting, lines);
      this.#tab.querySelector("#share").hidePopover();
    } catch (refused) {
      if (!(refused instanceof Refused)) {
        throw refused;
      }
      this.#toast(refused.message);
    }
  }

  help() {
    showHelp();
  }
}

/** Why nothing may have broken. */
function survived({ off, members }) {
  const others = off.filter((rule) => rule !== "early-warnings");
  if (off.length === 0) {
    return ": with all rules on, nothing should. Switch a rule off.";
  }
  if (others.length === 0) {
    return ": the members keep every rule, and only the checkers look away. Switch another rule off besides.";
  }
  if (others.every((rule) => rule === "half-is-a-quorum") && members % 2 === 1) {
    return `: half of ${members} members, rounded up, is a majority. Take an even number of members.`;
  }
  return others.length < off.length
    ? ". With early warnings off, a broken promise alone does not count, and more needs luck: try fewer members, or switch them on."
    : ". Some rules need luck, or a hand: try another size, or break it yourself.";
}

/** The places in a list of the lines of a part of it, from the end on. */
function match(lines, part) {
  const places = [];
  let i = lines.length - 1;
  for (const line of part.toReversed()) {
    while (i >= 0 && lines[i] !== line) {
      i--;
    }
    if (i < 0) {
      break;
    }
    places.push(i--);
  }
  return places.reverse();
}

export async function mount(element, app) {
  const play = new Play(element, app);
  addEventListener("hashchange", () => play.readAddress());
  await play.readAddress();
  return play;
}
