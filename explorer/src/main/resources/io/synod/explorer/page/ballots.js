// How a ballot looks: a colour for itself, the shape of its member, and always its label.
import { svg } from "./lib/lit/lit-html.js";

const COLOURS = 8;

function polygon(corners, radius, turn = -90) {
  const points = [];
  for (let i = 0; i < corners; i++) {
    const angle = ((turn + (360 * i) / corners) * Math.PI) / 180;
    points.push(`${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`);
  }
  return `M${points.join("L")}Z`;
}

function star(radius) {
  const points = [];
  for (let i = 0; i < 10; i++) {
    const angle = ((-90 + 36 * i) * Math.PI) / 180;
    const far = i % 2 === 0 ? radius : radius * 0.58;
    points.push(`${(far * Math.cos(angle)).toFixed(2)} ${(far * Math.sin(angle)).toFixed(2)}`);
  }
  return `M${points.join("L")}Z`;
}

const ROUND = "M9 0A9 9 0 1 1 -9 0A9 9 0 1 1 9 0Z";

/** By member: outlines around 0, about 20 wide, alike in weight. */
const SHAPES = [
  ROUND,
  "M-8 -8H8V8H-8Z",
  "M0 -10.5 10.8 8.5H-10.8Z",
  polygon(4, 11),
  polygon(5, 10.2),
  polygon(6, 10, 0),
  star(11.5),
];

/** By ballot: which one of the run it is. Those that follow each other have colours that are far apart. */
let order = new Map();

/** Learns the ballots of a run in their order, so that each has its colour whenever it is looked at. */
export function learn(steps) {
  order = new Map();
  for (const step of steps) {
    for (const { ballot } of step.left) {
      place(ballot);
    }
  }
}

function place(ballot) {
  if (ballot !== "none" && !order.has(ballot)) {
    order.set(ballot, order.size);
  }
  return order.get(ballot);
}

/** The class, outline and label of a ballot such as 3.2; of "none" too. */
export function look(ballot) {
  const [round, member] = (ballot ?? "none").split(".").map(Number);
  if (!round || !member) {
    return { colour: "cn", path: ROUND, label: "none" };
  }
  return { colour: `c${place(ballot) % COLOURS}`, path: SHAPES[(member - 1) % SHAPES.length], label: ballot };
}

/** A ballot's mark, for templates of SVG. */
export function mark(ballot, size = 14) {
  const { path } = look(ballot);
  return svg`<path d=${path} transform="scale(${size / 22})"></path>`;
}
