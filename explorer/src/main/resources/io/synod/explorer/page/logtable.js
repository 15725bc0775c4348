// The log: members by slots.
import { html, nothing } from "./lib/lit/lit-html.js";
import { badge } from "./cards.js";

const SHOWN = 60;

function cell(member, slot) {
  if (!member.up) {
    return html`<td class="down"></td>`;
  }
  if (slot <= member.trimmed) {
    return html`<td class="trimmed" title="Slot ${slot} of m${member.id}: in its saved state">saved</td>`;
  }
  const held = member.slots.find((each) => each.slot === slot)?.accepted;
  const isKnown = slot <= member.knownChosen;
  if (!held) {
    const isGap = slot <= member.announced || member.slots.some((each) => each.slot > slot && each.accepted);
    return isGap
      ? html`<td class="gap" title="m${member.id} misses slot ${slot}">gap</td>`
      : html`<td class="empty"><span class="unseen">empty</span></td>`;
  }
  const applied = slot <= member.applied;
  return html`<td class="held ${isKnown ? "chosen" : ""}" title="m${member.id} accepted ${held.value} at ${held.ballot}${isKnown ? ", and knows that it is chosen" : ""}${applied ? "; applied" : ""}">
    ${isKnown ? html`<span class="tick" aria-label="chosen">✓</span>` : nothing}<b>${held.value}</b> ${badge(held.ballot)}
  </td>`;
}

/** The log as a table, which can be folded away: of an election it is not what one looks at. */
export function logTable(scene, isOpen, toggle) {
  const head = html`<button class="fold" aria-expanded=${isOpen ? "true" : "false"} @click=${toggle}>${isOpen ? "▾" : "▸"} The log: members by slots</button>`;
  return isOpen ? html`${head}${table(scene)}` : head;
}

function table(scene) {
  const last = Math.max(scene.chosen.length, 4, ...scene.members.map((member) => member.announced ?? 0));
  const first = Math.max(1, last - SHOWN + 1);
  const slots = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return html`<div class="log" tabindex="0" role="region" aria-label="The log: members by slots">
    <table>
      <thead>
        <tr>
          <th scope="col">slot</th>
          ${slots.map((slot) => html`<th scope="col">${slot}</th>`)}
        </tr>
      </thead>
      <tbody>
        <tr class="truth">
          <th scope="row">chosen</th>
          ${slots.map((slot) => html`<td>${scene.chosen[slot - 1] ? html`<b>${scene.chosen[slot - 1]}</b>` : html`<span class="soft">–</span>`}</td>`)}
        </tr>
        ${scene.members.map(
          (member) => html`<tr>
            <th scope="row">m${member.id}${member.leads ? " ♛" : ""}</th>
            ${slots.map((slot) => cell(member, slot))}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
