// The members in words and numbers.
import { html } from "./lib/lit/lit-html.js";
import { hears, places } from "./live-ring.js";
import { ballot, count, duration, names, rate } from "./live-words.js";

/**
 * How many slots that anybody knows to be chosen a member does not know yet; undefined if it is not heard. What it knew is as old as
 * its last word, so those that were chosen since do not count; and what the asked member knows it has from the leader.
 */
export function behind(member, picture) {
  if (!member.heard) {
    return undefined;
  }
  const since = member.self || !picture.pace ? 0 : (picture.pace.slots * member.millis) / 1_000;
  return member.id === picture.leader ? 0 : Math.max(0, Math.round(newest(picture) - since - member.chosen));
}

function newest(picture) {
  return Math.max(picture.slots.known, ...picture.members.map((member) => member.chosen ?? 0));
}

function hearing(member, all) {
  const others = all.filter((other) => other.id !== member.id);
  if (others.length === 0) return "it is alone";
  if (!member.heard) return "not known";
  const heard = others.filter((other) => hears(member, other) === "yes");
  return heard.length === others.length ? "all" : heard.map((other) => other.name).join(", ") || "nobody";
}

function standing(member, picture) {
  if (member.id === picture.leader) return "leads";
  if (!member.heard) return member.millis === undefined ? "never heard" : `not heard for ${duration(member.millis)}`;
  if (member.leading) return "wants to lead";
  if (!picture.leader) return "waits for a leader";
  return member.vouches ? "follows, and vouches for the leader" : "follows";
}

function links(member, picture) {
  const link = picture.pace?.links?.[member.id];
  return link ? html`${rate(link.sent)} to it, ${rate(link.received)} from it` : "";
}

function row(member, all, picture, name) {
  const lag = behind(member, picture);
  const page = member.clients[0];
  return html`<tr class=${member.heard ? "" : "silent"} data-member=${member.name}>
    <th scope="row">${member.self || !page ? member.name : html`<a href=${page + "/explorer/#live"}>${member.name}</a>`}</th>
    <td>${standing(member, picture)}</td>
    <td>${member.ballot ? ballot(member.ballot, name) : ""}</td>
    <td>${hearing(member, all)}</td>
    <td class="number">${member.chosen === undefined ? "" : count(member.chosen)}</td>
    <td class="number">${lag === undefined ? "" : count(lag)}</td>
    <td class="number">${links(member, picture)}</td>
  </tr>`;
}

/** The table, and what the asked member knows of itself alone. */
export function table(picture) {
  const all = places(picture);
  const name = names(picture);
  const { slots } = picture;
  return html`<section class="live-members" aria-label="Members">
    <h2>Members</h2>
    <div class="live-scroll">
      <table>
        <thead><tr>
          <th>Name</th><th>Stands</th><th>Newest ballot</th><th>Hears</th>
          <th class="number">Chosen slots</th><th class="number">Behind</th><th class="number">Messages per second</th>
        </tr></thead>
        <tbody>${all.map((member) => row(member, all, picture, name))}</tbody>
      </table>
    </div>
    <p class="soft">
      ${name(picture.self)} itself: ${count(slots.applied)} slots applied, ${count(slots.durable)} of them in its store on disk (its journal has
      the others), ${count(Math.max(0, slots.known - slots.chosen))} known to be chosen and missing; revision
      ${count(picture.revision)}.${picture.noSpace ? " Its disk is full: it takes no writes." : ""}
    </p>
  </section>`;
}
