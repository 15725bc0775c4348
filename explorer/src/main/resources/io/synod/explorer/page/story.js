// A run and the times one can go to in it: lines, what came of each, and the scene after each.
import * as engine from "./engine.js";
import { learn } from "./ballots.js";

/** A thing that cannot be done, said in a sentence. */
export class Refused extends Error {}

function ask(text) {
  const answer = JSON.parse(text);
  if (answer !== null && answer.error) {
    throw new Refused(answer.error);
  }
  return answer;
}

/** So many scenes of a run are kept; others are made anew when somebody goes there. */
const KEPT = 300;

/** How many lines the engine plays one by one before it is quicker to let it play all at once. */
const FEW = 12;

export class Story {
  /** The runs of this story: the first one, and those that left it where somebody changed the past. */
  runs = [];
  run = null;
  /** How many lines of the run are played in the scene that is shown. */
  position = 0;
  #listeners = [];
  /** Which run the engine has, and how much of it. */
  #loaded = null;
  #played = 0;

  get setting() {
    return this.run.setting;
  }

  get lines() {
    return this.run.lines;
  }

  get steps() {
    return this.run.steps;
  }

  get scene() {
    return this.sceneAt(this.position);
  }

  on(listener) {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  #tell(what) {
    for (const listener of this.#listeners) {
      listener(what);
    }
  }

  /** Begins a new story with a run. Shows its end, or the place asked for. */
  open(setting, lines = [], at = -1) {
    const run = this.#make(setting, lines);
    run.name = "Run 1";
    this.runs = [run];
    this.run = run;
    learn(run.steps);
    this.position = at < 0 ? run.lines.length : Math.min(at, run.lines.length);
    this.#tell("open");
  }

  /** The same with the lines that can be played; where one cannot, the run ends before it. */
  openAsFar(setting, lines) {
    try {
      this.open(setting, lines);
    } catch (refused) {
      if (!(refused instanceof Refused)) {
        throw refused;
      }
      ask(engine.load(setting, ""));
      const good = [];
      for (const line of lines) {
        if (JSON.parse(engine.play(line)).error) {
          break;
        }
        good.push(line);
      }
      this.open(setting, good);
    }
  }

  /** What is played now, to be given back to `restore`. */
  keep() {
    return { runs: this.runs, run: this.run, position: this.position };
  }

  /** Goes on with what was kept. */
  restore({ runs, run, position }) {
    this.runs = runs;
    this.run = run;
    learn(run.steps);
    this.position = position;
    this.#tell("open");
  }

  #make(setting, lines) {
    let scene;
    try {
      scene = ask(engine.load(setting, lines.join("\n")));
    } finally {
      this.#loaded = null;
    }
    const steps = ask(engine.steps(0));
    const run = { setting: scene.setting, lines: steps.map((step) => step.line), steps, scenes: new Map(), from: null, at: 0 };
    keep(run, run.lines.length, scene);
    this.#loaded = run;
    this.#played = run.lines.length;
    return run;
  }

  /** Goes to another time of this run. */
  seek(position) {
    const there = Math.max(0, Math.min(Math.round(position), this.lines.length));
    if (there !== this.position) {
      const forth = there === this.position + 1;
      this.position = there;
      this.#tell(forth ? "step" : "seek");
    }
  }

  /** Shows another of the runs. */
  change(run) {
    this.restore({ runs: this.runs, run, position: run.lines.length });
  }

  /** The scene after so many lines. */
  sceneAt(position) {
    return this.known(position) ?? keep(this.run, position, this.#go(position));
  }

  /** The same if it was shown before; undefined if it would have to be made. */
  known(position) {
    return this.run.scenes.get(position);
  }

  #go(position) {
    const run = this.run;
    const ahead = position - this.#played;
    let scene = null;
    if (this.#loaded !== run || ahead <= 0 || ahead > FEW) {
      scene = ask(engine.load(run.setting, run.lines.slice(0, position).join("\n")));
    } else {
      for (let i = this.#played; i < position; i++) {
        scene = keep(run, i + 1, ask(engine.play(run.lines[i])));
      }
    }
    this.#loaded = run;
    this.#played = position;
    return scene;
  }

  /** Brings the engine to the time that is shown. */
  #catchUp() {
    if (this.#loaded !== this.run || this.#played !== this.position) {
      keep(this.run, this.position, this.#go(this.position));
    }
  }

  /** What comes next: what was recorded, or else what comes by itself; null at the end. */
  get next() {
    return this.position < this.lines.length ? this.lines[this.position] : (this.scene.next ?? null);
  }

  /**
   * Plays a line here. Where the run went on differently, it goes on as a run of its own, and the other is kept.
   * Throws Refused if the line cannot be played.
   */
  play(line) {
    if (line === this.lines[this.position]) {
      this.seek(this.position + 1);
      return;
    }
    this.#catchUp();
    const here = this.position;
    const scene = ask(engine.play(line));
    const steps = ask(engine.steps(here));
    this.#played = here + steps.length;
    const known = steps.every((step, i) => step.line === this.lines[here + i]);
    if (!known) {
      if (here < this.lines.length) {
        this.#fork(here);
      }
      this.run.lines.push(...steps.map((step) => step.line));
      this.run.steps.push(...steps);
    }
    keep(this.run, this.#played, scene);
    this.position = this.#played;
    this.#tell(steps.length === 1 ? "step" : "leap");
  }

  #fork(at) {
    const old = this.run;
    const run = {
      setting: old.setting,
      lines: old.lines.slice(0, at),
      steps: old.steps.slice(0, at),
      scenes: new Map([...old.scenes].filter(([position]) => position <= at)),
      from: old,
      at,
      name: `Run ${this.runs.length + 1}`,
    };
    this.runs.push(run);
    this.run = run;
    this.#loaded = run;
    this.#tell("fork");
  }

  /** Whether a claim holds in the scene that is shown. */
  claim(text) {
    this.#catchUp();
    return ask(engine.claim(text));
  }

  /** What was played up to here, as the test suite writes it. */
  transcript() {
    this.#catchUp();
    return engine.transcript();
  }
}

function keep(run, position, scene) {
  run.scenes.set(position, scene);
  if (run.scenes.size > KEPT) {
    run.scenes.delete(run.scenes.keys().next().value);
  }
  return scene;
}

/** The setting and the lines of a transcript. */
export function readTranscript(text) {
  return ask(engine.read(text));
}

/** The rules that can be off. */
export function rules() {
  return ask(engine.rules());
}
