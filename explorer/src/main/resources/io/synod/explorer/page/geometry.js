// Where things are on stage.

/** The size of a member's card; the style sheet says the same. */
const CARD = { width: 180, height: 118 };
const SMALL_CARD = { width: 158, height: 84 };

/** The height under which so many cards crowd each other. */
const ROOMY = { 3: 340, 4: 380, 5: 440, 6: 500, 7: 560 };

/** The cards' size in a room of that size, and whether it is the small one. */
export function fit(count, { width, height }) {
  const isSmall = height < ROOMY[count] || width < 700;
  return { ...(isSmall ? SMALL_CARD : CARD), isSmall };
}

/** So many corners on a circle, stretched to touch all four sides of the square from -1 to 1. */
function corners(count) {
  const all = Array.from({ length: count }, (_, i) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / count;
    return { x: Math.cos(angle), y: Math.sin(angle) };
  });
  const [right, bottom] = ["x", "y"].map((side) => Math.max(...all.map((corner) => corner[side])));
  return all.map(({ x, y }) => ({ x: x / right, y: (2 * (y + 1)) / (bottom + 1) - 1 }));
}

/** The middles of so many cards on a ring in a room of that size. */
export function ring(count, { width, height }, card) {
  const widest = Math.max(90, width / 2 - card.width / 2 - 12);
  const high = Math.max(70, Math.min(height / 2 - card.height / 2 - 30, widest * 1.15));
  const wide = Math.min(widest, Math.max(high * 1.75, card.width * count * 0.36));
  return corners(count).map(({ x, y }) => ({ x: width / 2 + wide * x, y: height / 2 + 2 + high * y }));
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
