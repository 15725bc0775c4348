// The page's side of the search: one worker at a time, which can be stopped.

export class Hunt {
  /** How far the search is: {done, of, text}; null if there is none. */
  state = null;
  #worker = null;
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  /** Searches so many seeds; gives the shortened run to `found`, or null. */
  seek(setting, first, seeds, found, failed) {
    this.#start({ kind: "hunt", setting, first, seeds }, found, failed);
    this.#say({ done: 0, of: seeds, text: "Searching…" });
  }

  /** Shortens a run that breaks a rule. */
  shrink(setting, lines, found) {
    this.#start({ kind: "shrink", setting, lines }, found, () => {});
  }

  #start(task, found, failed) {
    this.stop();
    const worker = new Worker(new URL("./hunter.js", import.meta.url), { type: "module" });
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#hear(data, task, found, failed);
    worker.onerror = (event) => this.#hear({ kind: "failed", sentence: event.message ?? "The search could not start." }, task, found, failed);
    worker.postMessage(task);
  }

  #hear(data, task, found, failed) {
    if (data.kind === "searched") {
      this.#say({ done: data.seeds, of: task.seeds, text: `${data.seeds} seeds…` });
    } else if (data.kind === "found") {
      this.#say({ done: 0, of: 0, text: `${data.lines.length} lines: making it short…` });
    } else {
      this.stop();
      if (data.kind === "done") {
        found(data.run);
      } else {
        failed(data.sentence);
      }
    }
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#say(null);
  }

  #say(state) {
    if (state !== this.state) {
      this.state = state;
      this.#changed();
    }
  }
}
