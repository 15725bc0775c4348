// Colours of the style sheet, for what is drawn on canvas.

let known = { theme: null, colours: new Map() };

/** The colour that a class such as c3 or a variable such as --ink stands for, read once per theme. */
export function colour(name) {
  const { theme } = document.documentElement.dataset;
  if (known.theme !== theme) {
    known = { theme, colours: new Map() };
  }
  if (!known.colours.has(name)) {
    known.colours.set(name, probe(name));
  }
  return known.colours.get(name);
}

function probe(name) {
  const element = document.createElement("i");
  element.className = name.startsWith("--") ? "" : name;
  element.style.color = name.startsWith("--") ? `var(${name})` : "var(--b)";
  document.body.append(element);
  const { color } = getComputedStyle(element);
  element.remove();
  return color;
}

/** Calls when the theme changes. */
export function onTheme(listener) {
  new MutationObserver(listener).observe(document.documentElement, { attributeFilter: ["data-theme"] });
}
