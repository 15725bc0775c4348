// Where what a message says stands beside it, so that it hides nothing.
import { meet } from "./geometry.js";

const HEIGHT = 18;
/** From the middle of a dot to its label. */
const BESIDE = 15;
const ABOVE = 20;
/** A dot takes so much room, to each side. */
const DOT = 9;

const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

/** How wide a text is as a label, with its margins. */
function width(text) {
  if (!widths.has(text)) {
    pen.font = `600 11.5px ${getComputedStyle(document.documentElement).fontFamily}`;
    if (widths.size > 2_000) {
      widths.clear();
    }
    widths.set(text, Math.ceil(pen.measureText(text).width) + 12);
  }
  return widths.get(text);
}

function place({ x, y }, text, side) {
  const wide = width(text);
  switch (side) {
    case "right":
      return { left: x + BESIDE, right: x + BESIDE + wide, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 };
    case "left":
      return { left: x - BESIDE - wide, right: x - BESIDE, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 };
    default: {
      const middle = side === "above" ? y - ABOVE : y + ABOVE;
      return { left: x - wide / 2, right: x + wide / 2, top: middle - HEIGHT / 2, bottom: middle + HEIGHT / 2 };
    }
  }
}

function isInside(box, { width: wide, height }) {
  return box.left >= 2 && box.right <= wide - 2 && box.top >= 2 && box.bottom <= height - 2;
}

/**
 * Finds a side for each label: the one that it has if it can, else one that is free; where its text is too long, a shorter one may
 * have room; where none has, there is no label.
 *
 * @param told the messages with labels: {x, y, texts, text, side, outward}, of which text and side are found
 * @param dots all messages: {x, y}
 * @param taken what else must not be hidden, as rectangles
 * @param room how large the stage is
 */
export function arrange(told, dots, taken, room) {
  const placed = [];
  for (const flight of told) {
    const isFree = (text, side) => {
      const box = place(flight, text, side);
      return isInside(box, room) && !taken.some((other) => meet(box, other)) && !placed.some((other) => meet(box, other)) && !isOn(box, flight, dots);
    };
    if (flight.side === "" || !isFree(flight.text, flight.side)) {
      choose(flight, isFree);
    }
    if (flight.side !== "") {
      placed.push(place(flight, flight.text, flight.side));
    }
  }
}

function isOn(box, own, dots) {
  return dots.some(
    (dot) => dot !== own && dot.x + DOT > box.left && dot.x - DOT < box.right && dot.y + DOT > box.top && dot.y - DOT < box.bottom,
  );
}

function choose(flight, isFree) {
  const sides = flight.outward === "left" ? ["left", "right", "above", "below"] : ["right", "left", "above", "below"];
  for (const text of flight.texts) {
    const side = sides.find((each) => isFree(text, each));
    if (side) {
      flight.text = text;
      flight.side = side;
      return;
    }
  }
  flight.side = "";
}
