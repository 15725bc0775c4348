// Time on stage: where between two lines of the run the picture is, and when the next line is played.

/** Milliseconds of the run per millisecond of the watcher, at speed 1. */
const RATE = 0.09;
/** What a line that was played by hand is given, so that one sees it. */
const HOLD = 420;
/** Nobody wants to wait longer, in the run's milliseconds, for something to happen. */
const LULL = 90;
/** A run may become so long by itself, in lines. */
const LONGEST = 6_000;
/** The engine may take so much of a frame. */
const BUDGET = 7;

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];

export class Clock {
  speed = 1;
  playing = false;
  /** Where it pauses by itself, in lines of the run; -1 for nowhere. */
  until = -1;
  /** The run's time that the picture shows, in milliseconds. */
  shown = 0;
  #story;
  #last = 0;
  #hold = 0;
  #isHeld = false;
  #changed;
  #say;

  constructor(story, changed, say) {
    this.#say = say;
    this.#story = story;
    this.#changed = changed;
    story.on((what) => {
      if (what === "open" || what === "seek") {
        this.shown = story.scene.now;
      } else if (what === "fork") {
        this.#hold = 0;
      }
    });
  }

  play() {
    if (this.#story.next !== null && !this.playing) {
      this.playing = true;
      this.#hold = 0;
      this.#changed();
    }
  }

  /** While a person has something in hand, time waits. */
  hold(isHeld) {
    this.#isHeld = isHeld;
  }

  pause() {
    if (this.playing) {
      this.playing = false;
      this.#changed();
    }
  }

  /** A frame: what has to happen by now happens. */
  frame(at) {
    const passed = Math.min(100, at - this.#last);
    this.#last = at;
    if (this.playing) {
      if (!this.#isHeld) {
        this.#go(passed);
      }
    } else {
      this.#settle(passed);
    }
  }

  /** Between steps the picture runs after the run's time. */
  #settle(passed) {
    const behind = this.#story.scene.now - this.shown;
    this.shown = Math.abs(behind) < 0.5 ? this.#story.scene.now : this.shown + behind * Math.min(1, passed / 140);
  }

  #go(passed) {
    const began = performance.now();
    let left = passed;
    while (this.playing && performance.now() - began < BUDGET) {
      if (this.#hold > 0) {
        const part = Math.min(left, this.#hold);
        this.#hold -= part;
        left -= part;
        if (this.#hold > 0) {
          return;
        }
      }
      const story = this.#story;
      const line = story.next;
      if (line === null || story.position === this.until) {
        this.pause();
        return;
      }
      if (story.position >= LONGEST) {
        this.pause();
        this.#say(`This run is ${LONGEST} lines long: begin another, or go back and fork it.`);
        return;
      }
      const recorded = story.steps[story.position];
      const due = recorded ? recorded.at : (story.scene.nextAt ?? story.scene.now);
      if (story.scene.messages.length === 0) {
        this.shown = Math.max(this.shown, due - LULL);
      }
      const wanted = this.shown + left * RATE * this.speed;
      if (wanted < due) {
        this.shown = wanted;
        return;
      }
      left = Math.max(0, left - (due - this.shown) / (RATE * this.speed));
      this.shown = Math.max(this.shown, due);
      this.#play(line, recorded);
    }
  }

  #play(line, recorded) {
    const story = this.#story;
    story.play(line);
    if (recorded && !recorded.own) {
      this.#hold = HOLD / Math.max(0.5, this.speed);
    }
    if (story.scene.finding) {
      this.pause();
    }
  }
}
