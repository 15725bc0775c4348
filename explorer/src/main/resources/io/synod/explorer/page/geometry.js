// Where things are on stage.

/** The sizes of a member's card, the largest first; the style sheet says the same. */
const CARDS = [
  { size: "large", width: 180, height: 118, apart: 44 },
  { size: "small", width: 158, height: 84, apart: 26 },
  { size: "tiny", width: 126, height: 62, apart: 8 },
];
/** What a client says stands above or below the card of its member. */
export const CLIENT = 24;

/** From a circle, whose top is high, to equal distances along an ellipse, whose top is flat. */
const SHAPES = [0, 0.25, 0.5, 0.75, 1, -0.2, -0.4];
/** How much higher than wide a ring may be, in a room that is high. */
const HEIGHTS = [1.3, 1.8, 2.4];
const FORMS = HEIGHTS.flatMap((tall) => SHAPES.map((shape) => ({ tall, shape })));

/** The largest cards that keep apart on a ring in a room of that size, and their middles; if it can be, no link is behind a card. */
export function fit(count, room) {
  let best = null;
  for (const card of CARDS) {
    for (const form of FORMS) {
      const points = ring(count, room, card, form);
      const faults = crowded(points, card) * 1_000 + hidden(points, card);
      if (best === null || faults < best.faults) {
        best = { card, points, faults };
      }
      if (faults === 0) {
        return best;
      }
    }
  }
  return best;
}

function pairs(points) {
  return points.flatMap((one, i) => points.slice(i + 1).map((other) => [one, other]));
}

/** How many pairs of cards are too near to each other. */
function crowded(points, card) {
  return pairs(points).filter(
    ([one, other]) => Math.abs(one.x - other.x) < card.width + card.apart && Math.abs(one.y - other.y) < card.height + CLIENT + card.apart,
  ).length;
}

const STEPS = 40;

/** How many links pass behind a card that is neither of their ends. */
function hidden(points, card) {
  return pairs(points).filter(([from, to]) =>
    points.some((point) => {
      const box = around(point, card.width + 2 * LANE, card.height + 2 * LANE);
      return point !== from && point !== to && Array.from({ length: STEPS }, (_, i) => between(from, to, i / STEPS)).some((on) => isIn(on, box));
    }),
  ).length;
}

/** A point on the way from one to another. */
export function between(from, to, part) {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

export function isIn({ x, y }, box) {
  return x > box.left && x < box.right && y > box.top && y < box.bottom;
}

const SAMPLES = 720;

/** Angles of points on an ellipse, from its top on, all equally far from each other along it. */
function evenly(count, wide, high) {
  const turn = (i) => (2 * Math.PI * i) / SAMPLES;
  const lengths = [0];
  for (let i = 1; i <= SAMPLES; i++) {
    const step = Math.hypot(wide * Math.cos(turn(i - 0.5)), high * Math.sin(turn(i - 0.5)));
    lengths.push(lengths[i - 1] + step);
  }
  return Array.from({ length: count }, (_, i) => {
    const wanted = (lengths[SAMPLES] * i) / count;
    const after = Math.max(1, lengths.findIndex((length) => length >= wanted));
    return turn(after - (lengths[after] - wanted) / (lengths[after] - lengths[after - 1]));
  });
}

/** The middles of so many cards on a ring that touches all four sides of its room, if that is not too wide. */
function ring(count, { width, height }, card, { tall, shape }) {
  const widest = Math.max(90, width / 2 - card.width / 2 - 12);
  const high = Math.max(40, Math.min(height / 2 - card.height / 2 - CLIENT - 6, widest * tall));
  const wide = Math.min(widest, Math.max(high * 1.75, card.width * count * 0.5));
  const points = evenly(count, wide, high).map((even, i) => {
    const angle = shape * even + (1 - shape) * ((2 * Math.PI * i) / count);
    return { x: wide * Math.sin(angle), y: -high * Math.cos(angle) };
  });
  const right = Math.max(...points.map((point) => point.x));
  const bottom = Math.max(...points.map((point) => point.y));
  return points.map(({ x, y }) => ({
    x: Math.round(width / 2 + (wide * x) / right),
    y: Math.round(height / 2 + (2 * high * (y + high)) / (bottom + high) - high),
  }));
}

/** How far from a card's middle its border is in a direction. */
function reach(dx, dy, card) {
  return Math.min(card.width / 2 / Math.max(1e-6, Math.abs(dx)), card.height / 2 / Math.max(1e-6, Math.abs(dy)));
}

/** Messages keep to the right, so that those of the other direction pass them. */
const LANE = 9;

/** The way from card to card: begin, direction, length. */
export function way(from, to, card) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const dx = (to.x - from.x) / length;
  const dy = (to.y - from.y) / length;
  const edge = reach(dx, dy, card) + 6;
  return {
    x: from.x + dx * edge - dy * LANE,
    y: from.y + dy * edge + dx * LANE,
    dx,
    dy,
    length: Math.max(24, length - 2 * edge),
  };
}

/** A rectangle around a point. */
export function around({ x, y }, width, height) {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Whether two rectangles have a point in common. */
export function meet(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function side(a, b, point) {
  return (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x);
}

/** Whether two lines cross. */
export function cross(a, b, c, d) {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Which of the points are on the left of a line, and which on its right, as places in the list. */
export function sides(a, b, points) {
  const left = [];
  const right = [];
  points.forEach((point, i) => (side(a, b, point) < 0 ? left : right).push(i));
  return [left, right];
}
