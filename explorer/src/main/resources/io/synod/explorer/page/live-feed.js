// Reads a member's events, and goes on reading after whatever ends them.

const SILENCE_MS = 5_000;
const SOONEST_MS = 500;
const LATEST_MS = 5_000;

/**
 * Watches the member that serves this page.
 *
 * Tells the listener ("picture", what the member knows), ("lost") when the member stops to answer, ("full") when too many
 * look at it, and ("none") when no member serves the page. Answers what ends it.
 */
export function watch(address, tell) {
  let ended = false;
  let current = null;
  let wait = SOONEST_MS;

  async function follow() {
    while (!ended) {
      if (!(await seen())) return;
      const outcome = await look();
      if (ended) return;
      tell(outcome);
      if (outcome === "none") return;
      await new Promise((go) => setTimeout(go, wait));
      wait = Math.min(LATEST_MS, 2 * wait);
    }
  }

  /** Looks until the events end, and says why they did. */
  async function look() {
    const control = new AbortController();
    current = control;
    let alarm = setTimeout(() => control.abort(), SILENCE_MS);
    try {
      const answer = await fetch(address, { signal: control.signal, cache: "no-store", headers: { accept: "text/event-stream" } });
      if (answer.status === 503) return "full";
      if (!answer.ok || !(answer.headers.get("content-type") ?? "").startsWith("text/event-stream")) return "none";
      for await (const data of events(answer.body)) {
        clearTimeout(alarm);
        alarm = setTimeout(() => control.abort(), SILENCE_MS);
        wait = SOONEST_MS;
        if (!ended) tell("picture", JSON.parse(data));
      }
      return "lost";
    } catch {
      return location.protocol.startsWith("http") ? "lost" : "none";
    } finally {
      clearTimeout(alarm);
    }
  }

  /** Nobody is told anything while the page cannot be seen; that leaves a place to others. */
  function seen() {
    return new Promise((go) => {
      if (!document.hidden || ended) go(!ended);
      else document.addEventListener("visibilitychange", () => go(seen()), { once: true });
    });
  }

  const onHidden = () => document.hidden && current?.abort();
  document.addEventListener("visibilitychange", onHidden);
  follow();
  return () => {
    ended = true;
    document.removeEventListener("visibilitychange", onHidden);
    current?.abort();
  };
}

/** The data of each event of a stream. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      if (data.length > 0) yield data.join("\n");
    }
  }
}
