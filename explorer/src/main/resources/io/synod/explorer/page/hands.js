// What mouse, pen and finger do on stage: click, drag a message, draw a line.
import { cross, sides } from "./geometry.js";

/** A hand trembles so far, in pixels, without dragging. */
const TREMBLE = 7;
/** What is not farther from a message means it: a finger is wider than a mouse's point. */
const REACH = { mouse: 13, pen: 18, touch: 26 };
/** A finger on a card means the card, unless it is just as much on a message. */
const ON_CARD = 14;

function point(stage, event) {
  const box = stage.element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function isOutside(stage, { x, y }) {
  return x < 0 || y < 0 || x > stage.element.clientWidth || y > stage.element.clientHeight;
}

/** The message that a pointer means, if it means one. */
function messageAt(stage, event) {
  const reach = REACH[event.pointerType] ?? REACH.mouse;
  return stage.flights.near(point(stage, event), event.target.closest(".card") ? Math.min(reach, ON_CARD) : reach);
}

/** The member whose card is under the pointer; 0 if none is. */
function memberAt(event) {
  for (const element of document.elementsFromPoint(event.clientX, event.clientY)) {
    const card = element.closest(".card");
    if (card) {
      return Number(card.dataset.member);
    }
  }
  return 0;
}

export function handle(stage, deeds) {
  let drag = null;
  /** What the pointer went down on: what moves may be elsewhere when it comes up. */
  let pressed = null;
  const { element } = stage;

  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".break")) {
      return;
    }
    const message = messageAt(stage, event);
    const card = event.target.closest(".card");
    pressed = { message };
    drag = { message, member: card ? Number(card.dataset.member) : 0, from: point(stage, event), far: false, pointer: event.pointerId };
  });

  addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) {
      return;
    }
    const here = point(stage, event);
    if (!drag.far && Math.hypot(here.x - drag.from.x, here.y - drag.from.y) > TREMBLE) {
      drag.far = true;
      element.classList.add(drag.message ? "carrying" : "drawing");
      deeds.busy(true);
    }
    if (drag.far) {
      event.preventDefault();
      follow(stage, drag, here);
    }
  });

  const end = (event, isDone) => {
    if (!drag || event.pointerId !== drag.pointer) {
      return;
    }
    const done = drag;
    drag = null;
    element.classList.remove("carrying", "drawing");
    stage.flights.letGo();
    stage.sketch(null);
    if (done.far) {
      deeds.busy(false);
      swallowClick();
      if (isDone) {
        finish(stage, deeds, done, event);
      }
    }
  };
  addEventListener("pointerup", (event) => end(event, true));
  addEventListener("pointercancel", (event) => end(event, false));

  element.addEventListener("click", (event) => {
    const isKey = event.detail === 0;
    const message = isKey ? stage.flights.of(event.target) : pressed?.message;
    const face = event.target.closest(".card");
    const at = isKey ? corner(event.target) : { x: event.clientX + 8, y: event.clientY + 4 };
    if (message) {
      deeds.message(message, at);
    } else if (face) {
      deeds.member(Number(face.dataset.member), at);
    }
  });
}

function corner(target) {
  const box = target.getBoundingClientRect();
  return { x: box.right + 4, y: box.top };
}

/** The click that ends a drag is none. */
function swallowClick() {
  const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
}

function follow(stage, drag, here) {
  if (drag.message) {
    stage.flights.hold(drag.message.id, here);
    stage.element.classList.toggle("losing", isOutside(stage, here));
  } else {
    const from = drag.member ? stage.points[drag.member - 1] : drag.from;
    stage.sketch({ from, to: here });
  }
}

function finish(stage, deeds, drag, event) {
  stage.element.classList.remove("losing");
  const here = point(stage, event);
  const at = { x: event.clientX + 8, y: event.clientY + 4 };
  const member = memberAt(event);
  if (drag.message) {
    if (isOutside(stage, here)) {
      deeds.drop(drag.message);
    } else if (member === drag.message.to) {
      deeds.deliver(drag.message);
    } else if (member) {
      deeds.refuse(`This message is for m${drag.message.to}, not for m${member}.`);
    }
  } else if (drag.member) {
    if (member && member !== drag.member) {
      deeds.cut(drag.member, member, at);
    }
  } else {
    slice(stage, deeds, drag.from, here, at);
  }
}

/** A line across the stage: the links that it crosses, and the members on both sides. */
function slice(stage, deeds, from, to, at) {
  const { points } = stage;
  const links = [];
  for (let a = 0; a < points.length; a++) {
    for (let b = a + 1; b < points.length; b++) {
      if (cross(from, to, points[a], points[b])) {
        links.push([a + 1, b + 1]);
      }
    }
  }
  if (links.length > 0) {
    deeds.slice(links, sides(from, to, points).map((some) => some.map((i) => i + 1)), at);
  }
}
