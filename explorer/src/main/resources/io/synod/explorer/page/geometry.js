// Where things are on stage.

export const CARD = { width: 180, height: 118 };

/** The middles of so many cards on a ring in a room of that size. */
export function ring(count, width, height) {
  const x = width / 2;
  const y = height / 2 + 8;
  const wide = Math.max(120, Math.min(width / 2 - CARD.width / 2 - 14, height * 0.85));
  const high = Math.max(90, height / 2 - CARD.height / 2 - 30);
  return Array.from({ length: count }, (_, i) => {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / count;
    return { x: x + wide * Math.cos(angle), y: y + high * Math.sin(angle) };
  });
}

/** How far from a card's middle its border is in a direction. */
function reach(dx, dy) {
  return Math.min(CARD.width / 2 / Math.max(1e-6, Math.abs(dx)), CARD.height / 2 / Math.max(1e-6, Math.abs(dy)));
}

/** Messages keep to the right, so that those of the other direction pass them. */
const LANE = 9;

/** The way from card to card: begin, direction, length. */
export function way(from, to) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const dx = (to.x - from.x) / length;
  const dy = (to.y - from.y) / length;
  const edge = reach(dx, dy) + 6;
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
