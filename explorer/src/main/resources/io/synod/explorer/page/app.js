// The page: its tabs, and what they share. Each tab's module exports mount(element, app).
import { Story } from "./story.js";
import { mountTheme } from "./theme.js";

const story = new Story();

/** What every tab may use. */
export const app = {
  story,
  /** Opens a run in the Play tab's story; shows its end, or the place asked for. */
  open: (setting, lines, at) => story.open(setting, lines, at),
  /** Plays a line; throws Refused with a sentence where it cannot be played. */
  play: (line) => story.play(line),
  /** Goes to the time after so many lines. */
  seek: (position) => story.seek(position),
  /** Is told "open", "step", "leap", "seek" or "fork" after each; returns what ends that. */
  on: (listener) => story.on(listener),
  claim: (text) => story.claim(text),
  get scene() {
    return story.scene;
  },
  get lines() {
    return story.lines;
  },
  get position() {
    return story.position;
  },
  /** Says what happened to those who do not see it. */
  say(text) {
    document.getElementById("news").textContent = text;
  },
  /** What another tab's mount returned. */
  part: (name) => part(name),
  /** Shows a tab: "play", "learn", "live", or a place in it, such as "learn/ballots". */
  go(place) {
    location.hash = place;
  },
};

const MODULES = { play: "./play.js", learn: "./lessons.js", live: "./live.js" };
const mounted = new Map();
const tabs = [...document.querySelectorAll("[role=tab]")];

/** A tab's part of the page, which is begun when it is first wanted. */
function part(name) {
  if (!mounted.has(name)) {
    mounted.set(name, import(MODULES[name]).then((module) => module.mount(document.getElementById(name), app)));
  }
  return mounted.get(name);
}

async function show(name) {
  for (const tab of tabs) {
    const isThis = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(isThis));
    tab.tabIndex = isThis ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !isThis;
  }
  await part(name);
}

function place() {
  const name = location.hash.slice(1).split("/")[0];
  return name in MODULES ? name : "play";
}

for (const tab of tabs) {
  tab.addEventListener("click", () => app.go(tab.getAttribute("aria-controls")));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const other = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
      other.focus();
      other.click();
    }
  });
}

mountTheme(document.getElementById("tools"));
addEventListener("hashchange", () => show(place()));
story.open("register 3 seed=1", ["register propose 1 r A"]);
show(place());
