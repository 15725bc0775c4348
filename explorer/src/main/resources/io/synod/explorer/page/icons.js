// Signs that not every font has.
import { html, svg } from "./lib/lit/lit-html.js";

const PATHS = {
  first: "M3 3h2v10H3zM13 3v10L6 8z",
  back: "M11 3v10L4 8zM12 3h2v10h-2z",
  play: "M4 2.5v11L13.5 8z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  forth: "M5 3v10l7-5zM2 3h2v10H2z",
  last: "M11 3h2v10h-2zM3 3v10l7-5z",
};

/** A sign beside or instead of a word. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">${svg`<path d=${PATHS[name]}></path>`}</svg>`;
}
