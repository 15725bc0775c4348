// A lesson that is read: its text beside the stage, its stops, its task.
import { html, nothing, render } from "./lib/lit/lit-html.js";
import { words } from "./goals.js";
import { done } from "./progress.js";

/** A text with *emphasis* and `code`. */
function marked(text) {
  return text.split(/(\*[^*]+\*|`[^`]+`)/).map((piece) => {
    const inside = piece.slice(1, -1);
    return piece.startsWith("*") && piece.length > 2 ? html`<em>${inside}</em>` : piece.startsWith("`") ? html`<code>${inside}</code>` : piece;
  });
}

const still = matchMedia("(prefers-reduced-motion: reduce)");

export class Reader {
  #app;
  #lesson;
  /** The stops, and the task behind them. */
  #stops;
  #at = -1;
  #theatre = null;
  #article;
  #place;
  #ends = [];
  #state = "there";
  #goals = [];
  #isShown = false;
  #hint = false;
  #isClosed = false;
  #checkDue = false;
  /** What was played before somebody came to read. */
  #kept;

  constructor(element, app, lesson) {
    this.#app = app;
    this.#lesson = lesson;
    this.#kept = app.story.keep();
    this.#stops = [...lesson.stops, lesson.task];
    this.#article = document.createElement("article");
    this.#article.className = "reading";
    this.#place = document.createElement("div");
    this.#place.className = "beside";
    element.append(this.#article, this.#place);
    const keys = (event) => this.#key(event);
    document.addEventListener("keydown", keys);
    this.#ends = [app.on((what) => this.#hear(what)), () => document.removeEventListener("keydown", keys)];
  }

  get name() {
    return this.#lesson.name;
  }

  get #isTask() {
    return this.#at === this.#lesson.stops.length;
  }

  /** Gives back what it has borrowed. */
  close() {
    this.#isClosed = true;
    this.#ends.forEach((end) => end());
    if (this.#theatre) {
      this.#theatre.clock.pause();
      this.#theatre.clock.until = -1;
      this.#theatre.goHome();
      this.#app.story.restore(this.#kept);
    }
    this.#article.remove();
    this.#place.remove();
  }

  /** Goes to a stop, counted from 0; what happens there is played if one comes from the stop before. */
  async go(stop) {
    const to = Math.max(0, Math.min(Number.isInteger(stop) ? stop : 0, this.#stops.length - 1));
    if (to === this.#at) {
      return;
    }
    const isNext = to === this.#at + 1;
    const isFirst = this.#at < 0;
    this.#at = to;
    this.#theatre ??= await this.#app.part("play");
    if (this.#isClosed) {
      return;
    }
    this.#theatre.comeTo(this.#place);
    this.#arrive(isNext && !this.#isTask && !still.matches);
    if (!isFirst) {
      this.#article.querySelector("h3").focus({ preventScroll: true });
      this.#article.scrollTop = 0;
    }
  }

  /** The setting of a stop, and the lines before it. */
  #before(stop) {
    let begin = stop;
    while (!this.#stops[begin].setting) {
      begin--;
    }
    return { setting: this.#stops[begin].setting, lines: this.#stops.slice(begin, stop).flatMap((each) => each.lines) };
  }

  #arrive(isPlayed) {
    const { setting, lines } = this.#before(this.#at);
    this.#isShown = false;
    this.#hint = false;
    this.#goals = [];
    this.#open(setting, lines, this.#stops[this.#at].lines, isPlayed);
  }

  /** Opens a run, and plays the last of its lines if somebody wants to see them. */
  #open(setting, lines, more, isPlayed) {
    const { story } = this.#app;
    const { clock } = this.#theatre;
    clock.pause();
    story.open(setting, lines);
    const from = story.lines.length;
    if (more.length > 0) {
      story.open(setting, [...lines, ...more], isPlayed ? from : -1);
    }
    clock.until = -1;
    this.#state = "there";
    if (isPlayed && more.length > 0) {
      clock.until = story.lines.length;
      this.#state = "playing";
      clock.play();
    }
    this.#show();
  }

  #hear(what) {
    const { story } = this.#app;
    if (this.#state === "playing" && (what === "fork" || story.position >= this.#theatre.clock.until)) {
      this.#theatre.clock.until = -1;
      this.#state = "there";
      this.#later();
    }
    if (this.#isTask) {
      this.#later();
    }
  }

  /** Looks at the goals once for all that happens in a frame. */
  #later() {
    if (!this.#checkDue) {
      this.#checkDue = true;
      requestAnimationFrame(() => {
        this.#checkDue = false;
        if (!this.#isClosed) {
          this.#check();
          this.#show();
        }
      });
    }
  }

  #check() {
    if (!this.#isTask) {
      return;
    }
    this.#goals = this.#lesson.task.goals.map((goal) => this.#app.claim(goal) === true);
    if (this.#isReached && !this.#isShown && !done.has(this.name)) {
      done.add(this.name);
      this.#app.say("Done. That is it.");
    }
  }

  get #isReached() {
    return this.#goals.length > 0 && this.#goals.every(Boolean);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, [popover], .menu, dialog")) {
      return;
    }
    if (event.key === "n" && !this.#isTask) {
      this.#turn(this.#at + 1);
    } else if (event.key === "b" && this.#at > 0) {
      this.#turn(this.#at - 1);
    }
  }

  #turn(stop) {
    this.#app.go(`learn/${this.name}/${stop + 1}`);
  }

  #skip() {
    const { story } = this.#app;
    this.#theatre.clock.pause();
    story.seek(story.lines.length);
  }

  #solve() {
    const { setting, lines } = this.#before(this.#at);
    const { task } = this.#lesson;
    this.#isShown = true;
    this.#open(setting, [...lines, ...task.lines], task.solution, !still.matches);
    this.#later();
  }

  #show() {
    const { title, idea, number, of } = this.#lesson;
    const stop = this.#stops[this.#at];
    this.#place.classList.toggle("doing", this.#isTask);
    this.#article.dataset.state = this.#state;
    this.#article.dataset.stop = String(this.#at + 1);
    render(
      html`<header>
          <p class="crumbs"><a href="#learn">All lessons</a> <span class="soft">${number} of ${of}</span></p>
          <h2>${title}</h2>
          <p class="lead">${marked(idea)}</p>
          ${this.#steps()}
        </header>
        <section class=${this.#isTask ? "task" : "stop"} aria-live="off">
          <h3 tabindex="-1">${this.#isTask ? html`<span class="kicker">Now you</span>` : nothing}${stop.heading}</h3>
          ${stop.text.map((paragraph) => html`<p>${marked(paragraph)}</p>`)}
          ${this.#isTask ? this.#doing() : nothing}
        </section>
        ${this.#isTask ? this.#afterTask() : this.#afterStop()}`,
      this.#article,
    );
  }

  #steps() {
    return html`<nav class="stops" aria-label="Stops of this lesson">
      ${this.#stops.map((stop, i) => {
        const isTask = i === this.#stops.length - 1;
        return html`<a href="#learn/${this.name}/${i + 1}" class=${i < this.#at ? "past" : ""} aria-current=${i === this.#at ? "step" : nothing}
          title=${stop.heading}><span class="unseen">${isTask ? "Task" : `Stop ${i + 1}`}: ${stop.heading}</span><span aria-hidden="true">${isTask ? "Task" : i + 1}</span></a>`;
      })}
    </nav>`;
  }

  #playing() {
    if (this.#state === "playing") {
      return html`<button class="quiet" data-do="skip" @click=${() => this.#skip()}>Skip to its end</button>`;
    }
    return this.#stops[this.#at].lines.length > 0 && !this.#isTask
      ? html`<button class="quiet" data-do="again" @click=${() => this.#arrive(true)}>Watch again</button>`
      : nothing;
  }

  #afterStop() {
    const isLast = this.#at === this.#lesson.stops.length - 1;
    return html`<footer>
      <button data-do="back" ?disabled=${this.#at === 0} @click=${() => this.#turn(this.#at - 1)}>Back</button>
      <button class="main" data-do="next" title="Next (n)" @click=${() => this.#turn(this.#at + 1)}>${isLast ? "To the task" : "Next"}</button>
      ${this.#playing()}
    </footer>`;
  }

  #doing() {
    const { goals, hint } = this.#lesson.task;
    return html`<ul class="goals" aria-label="Goals">
        ${goals.map((goal, i) => html`<li class=${this.#goals[i] ? "reached" : ""} data-goal=${goal}>
          <span aria-hidden="true">${this.#goals[i] ? "✓" : "○"}</span> ${words(goal)}<span class="unseen">${this.#goals[i] ? ": done" : ": not yet"}</span></li>`)}
      </ul>
      ${this.#hint ? html`<p class="hint">${marked(hint)}</p>` : nothing}
      ${this.#isReached ? this.#success() : nothing}`;
  }

  #success() {
    return html`<p class="success" role="status">${this.#isShown ? "That is one way to do it. Start over to do it yourself." : "Done. That is it."}</p>`;
  }

  #afterTask() {
    const { next } = this.#lesson;
    const onward = next
      ? html`<a class="button ${this.#isReached ? "main" : ""}" data-do="onward" href="#learn/${next.name}">Next lesson: ${next.title}</a>`
      : html`<a class="button ${this.#isReached ? "main" : ""}" data-do="onward" href="#learn">All lessons</a>`;
    return html`<footer>
      <button data-do="back" @click=${() => this.#turn(this.#at - 1)}>Back</button>
      <button data-do="over" @click=${() => this.#arrive(false)}>Start over</button>
      <button data-do="hint" aria-expanded=${this.#hint ? "true" : "false"} @click=${() => { this.#hint = !this.#hint; this.#show(); }}>Hint</button>
      ${this.#state === "playing" ? this.#playing() : html`<button data-do="solve" @click=${() => this.#solve()}>Show me</button>`}
      ${onward}
    </footer>`;
  }
}
