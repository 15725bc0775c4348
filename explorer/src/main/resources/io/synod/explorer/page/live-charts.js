// Small charts of the last two minutes.
import { html, nothing, svg } from "./lib/lit/lit-html.js";

const WIDTH = 260;
const HEIGHT = 64;
const SPAN_MS = 120_000;
const GAP_MS = 3_500;

/** Remembers what came, and forgets what is older than the charts show. */
export class Past {
  points = [];

  add(values, at = Date.now()) {
    this.points.push({ at, ...values });
    while (this.points.length > 0 && this.points[0].at < at - SPAN_MS) this.points.shift();
  }

  clear() {
    this.points = [];
  }
}

/** A round number at or above the largest. */
function top(most) {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most) ?? most;
}

function path(points, value, now, most) {
  let text = "";
  let last = -Infinity;
  for (const point of points) {
    const number = value(point);
    if (number === undefined || number === null) continue;
    const x = WIDTH - ((now - point.at) / SPAN_MS) * WIDTH;
    const y = HEIGHT - 2 - (number / most) * (HEIGHT - 6);
    text += `${point.at - last > GAP_MS ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    last = point.at;
  }
  return text;
}

/**
 * A chart.
 *
 * @param title what it shows
 * @param lines each with a name, a class, and how its value is found in a point
 * @param say how a value is written
 */
export function chart(title, past, lines, say) {
  const now = past.points.at(-1)?.at ?? Date.now();
  const values = past.points.flatMap((point) => lines.map((line) => line.value(point))).filter((it) => it !== undefined && it !== null);
  const most = top(Math.max(0, ...values));
  return html`<figure class="live-chart">
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      <line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT - 2} y2=${HEIGHT - 2}></line>
      ${lines.map((line) => svg`<path class="line ${line.look}" d=${path(past.points, line.value, now, most)}></path>`)}
    </svg>
    <span class="most soft">${values.length > 0 ? say(most) : nothing}</span>
    <ul>
      ${lines.map((line) => html`<li><i class="key ${line.look}"></i>${line.name} <b>${say(latest(past, line))}</b></li>`)}
    </ul>
  </figure>`;
}

function latest(past, line) {
  return past.points.length > 0 ? (line.value(past.points.at(-1)) ?? undefined) : undefined;
}
