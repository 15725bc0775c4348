// What the whole has come to, in the middle of the ring.
import { html, nothing } from "./lib/lit/lit-html.js";
import { look } from "./ballots.js";
import { meaning } from "./quorums.js";

/** Two values that are chosen where only one may be, as the finding names them. */
function rivals(finding) {
  return finding?.rule.endsWith("agreement") ? (finding.sentence.match(/: (.+)\.$/)?.[1] ?? "Two values") : null;
}

export function middle(scene, quorum) {
  const both = rivals(scene.finding);
  if (both) {
    return html`<p class="rivals"><b>${both}</b> are chosen</p>`;
  }
  const news = quorum ? html`<small class=${look(quorum.ballot).colour}>${meaning(quorum)}</small>` : nothing;
  return scene.mode === "register" ? register(scene, news) : log(scene, news);
}

function register(scene, news) {
  return scene.chosen.length > 0
    ? html`<p class="chosen"><b>${scene.chosen[0]}</b> is chosen${news}</p>`
    : html`<p>Nothing is chosen yet${news}</p>`;
}

function log(scene, news) {
  const leaders = scene.members.filter((member) => member.leads).map((member) => `m${member.id}`);
  const chosen = scene.chosen.filter((value) => value !== "").length;
  const who =
    leaders.length === 0 ? "Nobody leads" : `${leaders.join(" and ")} ${leaders.length > 1 ? "believe that they lead" : "leads"}`;
  return html`<p class=${leaders.length > 0 ? "chosen" : ""}><b>${who}</b><br />${chosen === 1 ? "1 slot" : `${chosen} slots`} chosen${news}</p>`;
}
