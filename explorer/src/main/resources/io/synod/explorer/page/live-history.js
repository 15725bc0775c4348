// Who has led, as far as the asked member saw it.
import { html } from "./lib/lit/lit-html.js";
import { ballot, clock, duration, names } from "./live-words.js";

function what(reign, name) {
  if (!reign.leader) return "Nobody led";
  return `${name(reign.leader)} led under ballot ${ballot(reign.ballot, name)}`;
}

function row(reign, i, all, name, selfName) {
  const until = i + 1 < all.length ? all[i + 1].millis : 0;
  const isNow = i + 1 === all.length;
  return html`<tr class=${reign.leader ? "" : "nobody"}>
    <td>${clock(reign.millis)}</td>
    <td>${isNow ? what(reign, name).replace(" led", " leads") : what(reign, name)}</td>
    <td>${duration(reign.millis - until)}${isNow ? " so far" : ""}</td>
    <td>${reign.quorum ? "" : `${selfName} heard no quorum`}</td>
  </tr>`;
}

/** The newest first. */
export function history(picture) {
  const name = names(picture);
  const self = name(picture.self);
  const rows = picture.elections.map((reign, i, all) => row(reign, i, all, name, self)).reverse();
  return html`<section class="live-history" aria-label="Election history">
    <h2>Elections <span class="soft">as ${self} saw them</span></h2>
    <div class="live-scroll" tabindex="0" role="region" aria-label="All elections">
      <table>
        <thead><tr><th>Since</th><th>Leader</th><th>For</th><th><span class="unseen">Quorum</span></th></tr></thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  </section>`;
}
