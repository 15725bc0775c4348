// The Learn tab: lessons that one reads beside the stage, and plays.
import { html, nothing, render } from "./lib/lit/lit-html.js";
import { lesson as understand } from "./engine.js";
import { Reader } from "./reader.js";
import { done, last } from "./progress.js";

async function text(name) {
  const answer = await fetch(new URL(`lessons/${name}.txt`, import.meta.url));
  if (!answer.ok) {
    throw new Error(`There is no lesson "${name}".`);
  }
  return answer.text();
}

/** The parts of the list, each with its lessons. */
function parts(index) {
  const all = [];
  for (const line of index.split("\n").filter(Boolean)) {
    if (line.startsWith("# ")) {
      all.push({ name: line.slice(2), lessons: [] });
    } else {
      const [name, title, idea] = line.split(" | ");
      all.at(-1).lessons.push({ name, title, idea });
    }
  }
  return all;
}

class Learn {
  #element;
  #app;
  #parts;
  #all;
  #texts = new Map();
  #reader = null;

  constructor(element, app, index) {
    this.#element = element;
    this.#app = app;
    this.#parts = parts(index);
    this.#all = this.#parts.flatMap((part) => part.lessons);
    element.classList.add("learn");
    addEventListener("hashchange", () => this.show());
  }

  /** Shows what the address says: learn, learn/LESSON, or learn/LESSON/STOP. */
  async show() {
    const [tab, name, stop] = location.hash.slice(1).split("/");
    if (tab !== "learn") {
      this.#leave();
      return;
    }
    const at = this.#all.findIndex((lesson) => lesson.name === name);
    if (at < 0) {
      this.#leave();
      this.#list();
      return;
    }
    if (this.#reader?.name === name) {
      this.#reader.go(Number(stop ?? 1) - 1);
      return;
    }
    this.#leave();
    const lesson = await this.#read(name);
    if (location.hash.slice(1).split("/")[1] === name && !this.#reader) {
      last.set(name);
      render(nothing, this.#element);
      this.#reader = new Reader(this.#element, this.#app, { ...lesson, name, number: at + 1, of: this.#all.length, next: this.#all[at + 1] });
      this.#reader.go(Number(stop ?? 1) - 1);
    }
  }

  async #read(name) {
    if (!this.#texts.has(name)) {
      this.#texts.set(name, JSON.parse(understand(await text(name))));
    }
    return this.#texts.get(name);
  }

  #leave() {
    this.#reader?.close();
    this.#reader = null;
  }

  #list() {
    const finished = this.#all.filter((lesson) => done.has(lesson.name)).length;
    const next = this.#all.find((lesson) => lesson.name === last.get() && !done.has(lesson.name)) ?? this.#all.find((lesson) => !done.has(lesson.name)) ?? this.#all[0];
    render(
      html`<div class="lessons">
        <header>
          <h2>Paxos, from the beginning</h2>
          <p class="lead">${this.#all.length} short lessons. Each has one idea, a run that you can watch and change, and a task that only you can do. You need to know nothing about Paxos.</p>
          <p class="onward">
            <a class="button main" href="#learn/${next.name}">${finished === 0 && next === this.#all[0] ? "Begin" : "Go on"} with “${next.title}”</a>
            <span class="soft">${finished === 0 ? nothing : `${finished} of ${this.#all.length} tasks done`}</span>
          </p>
        </header>
        ${this.#parts.map(
          (part) => html`<section>
            <h3>${part.name}</h3>
            <ol start=${this.#all.indexOf(part.lessons[0]) + 1}>
              ${part.lessons.map((lesson) => this.#entry(lesson))}
            </ol>
          </section>`,
        )}
      </div>`,
      this.#element,
    );
  }

  #entry(lesson) {
    const isDone = done.has(lesson.name);
    return html`<li class=${isDone ? "done" : ""}>
      <a href="#learn/${lesson.name}">
        <span class="number" aria-hidden="true">${isDone ? "✓" : this.#all.indexOf(lesson) + 1}</span>
        <b>${lesson.title}${isDone ? html`<span class="unseen">, done</span>` : nothing}</b>
        <span class="idea">${lesson.idea}</span>
      </a>
    </li>`;
  }
}

export async function mount(element, app) {
  const learn = new Learn(element, app, await text("index"));
  await learn.show();
}
