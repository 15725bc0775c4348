// What is played, and with which rules; the hunt; sharing.
import { html } from "./lib/lit/lit-html.js";
import { live } from "./lib/lit/directives/live.js";

const MODES = [
  ["register", "Register"],
  ["log", "Log"],
  ["election", "Election"],
];
const SIZES = [3, 4, 5, 6, 7];

/** A setting's parts. */
export function parse(setting) {
  const [mode, members, ...rest] = setting.split(" ");
  const find = (key) => rest.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
  return { mode, members: Number(members), seed: Number(find("seed") ?? 1), figures: find("figures"), off: (find("off") ?? "").split(",").filter(Boolean) };
}

/** The setting of parts. */
export function compose({ mode, members, seed, figures, off }) {
  return `${mode} ${members} seed=${seed}${figures ? ` figures=${figures}` : ""}${off.length > 0 ? ` off=${off.join(",")}` : ""}`;
}

/** What a run of a mode begins with, so that there is something to see. */
export function opening(mode) {
  return mode === "log" ? ["wait 2600"] : [];
}

export function toolbar({ setting, rules, view, hunt, change, look, seek, cancel, share }) {
  const parts = parse(setting);
  const fit = rules.filter((rule) => rule.mode === "" || rule.mode === parts.mode || (rule.mode === "log" && parts.mode === "election"));
  const choose = (what) => change({ ...parts, figures: what.mode ? undefined : parts.figures, off: what.mode ? [] : parts.off, ...what });
  return html`<div class="bar" role="toolbar" aria-label="What is played">
    <div class="choice" role="group" aria-label="Mode">
      ${MODES.map(([mode, label]) => html`<button aria-pressed=${mode === parts.mode ? "true" : "false"} data-mode=${mode} @click=${() => choose({ mode })}>${label}</button>`)}
    </div>
    <label><span class="unseen">members</span>
      <select id="members" @change=${(event) => choose({ members: Number(event.target.value) })}>
        ${SIZES.map((size) => html`<option value=${size} .selected=${live(size === parts.members)}>${size} members</option>`)}
      </select></label>
    <label title="What latencies and waiting times are drawn from"><span class="word">seed</span> <input id="seed" type="number" min="1" max="999999" .value=${String(parts.seed)} @change=${(event) => choose({ seed: Math.max(1, Math.floor(Number(event.target.value) || 1)) })} /></label>
    <button id="rules-button" class=${parts.off.length > 0 ? "alarm" : ""} popovertarget="rules">${parts.off.length === 0 ? "Rules: all on" : `Rules: ${parts.off.length} off`}</button>
    <div id="rules" class="sheet" popover role="dialog" aria-label="Rules">
      <h2 class="minor">Switch a rule off, and see why it is there</h2>
      <p class="soft">Tick what members shall do wrong. The run is played anew with it, as far as its lines go.</p>
      <ul>
        ${fit.map(
          (rule) => html`<li><label class="check"><input type="checkbox" data-rule=${rule.name} .checked=${live(parts.off.includes(rule.name))} @change=${(event) => choose({ off: event.target.checked ? [...parts.off, rule.name] : parts.off.filter((name) => name !== rule.name) })} />
            <span><b>${rule.name.replace(/^register-/, "").replaceAll("-", " ")}</b><br />${rule.sentence}</span></label></li>`,
        )}
      </ul>
    </div>
    ${hunt
      ? html`<span class="hunting" role="status">${hunt.of ? html`<progress aria-label="Search" max=${hunt.of} .value=${hunt.done}></progress>` : html`<progress aria-label="Shortening"></progress>`} ${hunt.text}</span><button id="cancel" @click=${cancel}>Cancel</button>`
      : html`<button id="hunt" @click=${seek} title=${parts.off.length === 0 ? "With all rules on, there is none" : "Searches seeds until something breaks"}>Find me a counterexample</button>`}
    <div class="choice views" role="group" aria-label="View">
      <button id="view-stage" aria-pressed=${view === "stage" ? "true" : "false"} @click=${() => look("stage")}>Stage</button>
      <button id="view-spacetime" aria-pressed=${view === "spacetime" ? "true" : "false"} @click=${() => look("spacetime")}>Space–time</button>
    </div>
    <button id="share-button" popovertarget="share">Share</button>
    <div id="share" class="sheet" popover role="dialog" aria-label="Share">
      <h2 class="minor">Share this run</h2>
      <div class="choice-column">
        <button id="copy-link" @click=${share.link}>Copy link <small>the address holds the whole run</small></button>
        <button id="copy-transcript" @click=${share.transcript}>Copy as transcript <small>the test suite plays it</small></button>
      </div>
      <form @submit=${share.paste}>
        <label>Paste a transcript
          <textarea id="paste" name="text" rows="6" spellcheck="false" placeholder="cluster 3 heartbeats=lost&#10;register propose 1 r X&#10;run"></textarea></label>
        <button class="main">Play it</button>
      </form>
    </div>
  </div>`;
}
