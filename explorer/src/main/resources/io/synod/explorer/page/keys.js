// The keyboard: what keys do anywhere in the Play tab.

const KEYS = [
  ["p, space", "play or pause"],
  ["→", "one step: what was recorded, or what comes by itself"],
  ["←", "one step back"],
  ["Home, End", "to the beginning, to the end of the run"],
  ["1 to 7", "what can be done with member m1 to m7"],
  ["m", "to the next message; Enter says what can be done with it"],
  ["/", "search what can be done now"],
  ["v", "stage or space–time"],
  ["n, b", "in a lesson: to the next stop, and back"],
  ["?", "this list"],
  ["Esc", "closes what is open"],
];

function isTyping(target) {
  return target.closest("input, select, textarea, [popover], .menu, dialog") !== null;
}

export function keys(tab, play) {
  document.addEventListener("keydown", (event) => {
    if (play.isHidden || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) {
      return;
    }
    const isButton = event.target.closest("button, a, [role=tab]") !== null;
    const isTab = event.target.closest("[role=tab]") !== null;
    const done = act(event.key, play, tab, isButton, isTab);
    if (done) {
      event.preventDefault();
    }
  });
}

function act(key, play, tab, isButton, isTab) {
  if (key >= "1" && key <= "7") {
    const face = tab.querySelector(`[data-face="${key}"]`);
    face?.focus();
    face?.click();
    return face !== null;
  }
  switch (key) {
    case " ":
      return !isButton && toggle(play.clock);
    case "p":
      return toggle(play.clock);
    case "ArrowRight":
      return !isTab && (play.timeline.forth(), true);
    case "ArrowLeft":
      return !isTab && (play.timeline.back(), true);
    case "Home":
      play.timeline.to(0);
      return true;
    case "End":
      play.timeline.to(play.story.lines.length);
      return true;
    case "m":
      nextMessage(tab);
      return true;
    case "v":
      play.look(tab.querySelector("#view-stage").getAttribute("aria-pressed") === "true" ? "spacetime" : "stage");
      return true;
    case "/":
      play.side.open("do");
      requestAnimationFrame(() => requestAnimationFrame(() => tab.querySelector("#find")?.focus()));
      return true;
    case "?":
      play.help();
      return true;
    default:
      return false;
  }
}

function toggle(clock) {
  if (clock.playing) {
    clock.pause();
  } else {
    clock.play();
  }
  return true;
}

function nextMessage(tab) {
  const all = [...tab.querySelectorAll(".flight")];
  all[(all.indexOf(document.activeElement) + 1) % all.length]?.focus({ preventScroll: true });
}

/** A button beside the page's others. */
export function mountHelp() {
  const button = document.createElement("button");
  button.className = "quiet";
  button.id = "how";
  button.textContent = "How to use this";
  button.addEventListener("click", showHelp);
  document.getElementById("tools").prepend(button);
}

/** The list of keys. */
export function showHelp() {
  let dialog = document.getElementById("help");
  if (!dialog) {
    dialog = document.createElement("dialog");
    dialog.id = "help";
    dialog.setAttribute("aria-label", "How to use this");
    const rows = KEYS.map(([key, what]) => `<dt>${key.split(", ").map((each) => `<kbd>${each}</kbd>`).join(" ")}</dt><dd>${what}</dd>`);
    dialog.innerHTML = `<h2>How to use this</h2>
      <p>Click a member or a message to see what can be done with it. Drag a message to its receiver to deliver it, or off the stage to lose it.
      Drag from member to member to cut their link; draw a line across the network to split it.
      Whatever you do in the past makes a new run; the old one is kept.</p>
      <dl>${rows.join("")}</dl><form method="dialog"><button class="main">Close</button></form>`;
    document.body.append(dialog);
  }
  dialog.showModal();
}
