// All that can be done now, as a list: messages first, then members, then links.
import { html, nothing } from "./lib/lit/lit-html.js";
import { look, mark } from "./ballots.js";
import { asks } from "./deeds.js";
import { brief, isIdle } from "./words.js";

/** More messages than so many are listed only when they are searched for. */
const MANY = 24;
const VERBS = { deliver: "Deliver", late: "Delay", dup: "Duplicate", drop: "Drop" };

function verb(hand) {
  return VERBS[hand.line.split(" ", 1)[0]];
}

/** The link of a line such as "deliver 1->2 1". */
function link(hand) {
  return hand.line.split(" ", 2)[1];
}

/** Messages with what can be done with each; those that only say that somebody lives come last. */
function messages(hands, scene) {
  const links = new Map();
  for (const hand of hands) {
    links.set(link(hand), [...(links.get(link(hand)) ?? []), hand]);
  }
  const all = [...links].map(([way, some]) => {
    const [from, to] = way.split("->").map(Number);
    const message = scene.messages.find((each) => each.from === from && each.to === to && each.place === 1);
    return { message, hands: Object.keys(VERBS).flatMap((word) => some.filter((hand) => hand.line.startsWith(`${word} `))) };
  });
  return [...all.filter(({ message }) => !isIdle(message.kind)), ...all.filter(({ message }) => isIdle(message.kind))];
}

function row({ message, hands }, act) {
  const { colour } = look(message.ballot);
  return html`<li class="parcel ${colour}">
    <span class="what"><svg viewBox="-12 -12 24 24" width="13" height="13" aria-hidden="true">${mark(message.ballot, 22)}</svg>
      ${brief(message.text)} <span class="soft">m${message.from} → m${message.to}</span></span>
    <span class="verbs">${hands.map((hand) => html`<button class="hand" data-line=${hand.line} aria-label=${hand.label} @click=${() => act(hand)}>${verb(hand)}</button>`)}</span>
  </li>`;
}

function group(title, items, more = 0) {
  return items.length === 0
    ? nothing
    : html`<section class="group">
        <h2 class="minor">${title}</h2>
        <ul class="hands">${items}</ul>
        ${more > 0 ? html`<p class="soft pad">and ${more} more: search for them, or click the messages.</p>` : nothing}
      </section>`;
}

/**
 * The list.
 *
 * @param hands what can be done
 * @param isShort whether what is too much is left out
 * @param value what is proposed next
 * @param act does one of them
 */
export function dolist(hands, scene, isShort, value, act) {
  const item = (hand) => {
    const label = hand.label.replace(" r: ", " ");
    return html`<li><button class="hand" data-line=${hand.line} @click=${() => act(hand)}>${asks(hand) ? `${label}: ${value}` : label}</button></li>`;
  };
  const isLink = (hand) => /^(cut|heal|partition)/.test(hand.line);
  const parcels = messages(hands.filter(verb), scene);
  const shown = isShort ? parcels.slice(0, MANY) : parcels;
  const rest = hands.filter((hand) => !verb(hand));
  return [
    group("Messages", shown.map((parcel) => row(parcel, act)), parcels.length - shown.length),
    scene.members.map(({ id }) => group(`m${id}`, rest.filter((hand) => hand.member === id && !isLink(hand)).map(item))),
    group("Links", rest.filter(isLink).map(item)),
  ];
}
