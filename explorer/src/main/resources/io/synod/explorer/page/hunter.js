// A worker: searches seeds for a run that breaks a rule and makes it short, or shortens one.
import * as engine from "./engine.js";

/** So many seeds between two words about how far it is. */
const FEW = 5;

function ask(text) {
  const answer = JSON.parse(text);
  if (answer.error) {
    throw new Error(answer.error);
  }
  return answer;
}

function hunt({ setting, first, seeds }) {
  for (let seed = first; seed < first + seeds; seed += FEW) {
    postMessage({ kind: "searched", seeds: seed - first });
    const found = ask(engine.hunt(setting, seed, Math.min(FEW, first + seeds - seed)));
    if (found.lines) {
      postMessage({ kind: "found", ...found });
      return found;
    }
  }
  return null;
}

addEventListener("message", ({ data }) => {
  try {
    const found = data.kind === "hunt" ? hunt(data) : data;
    const short = found && ask(engine.shrink(found.setting, found.lines.join("\n")));
    postMessage({ kind: "done", run: short });
  } catch (error) {
    postMessage({ kind: "failed", sentence: error.message });
  }
});
