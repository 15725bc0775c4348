// A small window beside what was clicked: what can be done with it.
import { html, nothing, render } from "./lib/lit/lit-html.js";

let open = null;

function close(returns) {
  if (open) {
    const { element, back, off, closed } = open;
    open = null;
    off();
    closed?.();
    element.remove();
    if (returns) {
      back?.focus?.({ preventScroll: true });
    }
  }
}

function place(element, x, y) {
  const { width, height } = element.getBoundingClientRect();
  element.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  element.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
}

function walk(event, element) {
  const all = [...element.querySelectorAll("button:not(:disabled), input")];
  const at = all.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    all[(at + step + all.length) % all.length]?.focus();
  } else if (event.key === "Tab") {
    event.preventDefault();
    all[(at + (event.shiftKey ? -1 : 1) + all.length) % all.length]?.focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close(true);
  }
}

/**
 * Opens the window at a point of the page.
 *
 * @param title what it is about
 * @param note a sentence under the title, or nothing
 * @param items {label, run, hint, asks}: what can be done; one that asks has a field for a value, which run() gets
 * @param closed is called when the window is closed, or nothing
 * @param back what has the focus when the window is closed
 */
export function openMenu({ x, y, title, note, items, closed, back = document.activeElement }) {
  close(false);
  const element = document.createElement("div");
  element.className = "menu";
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", title);
  document.body.append(element);
  const choose = (item, value) => {
    close(true);
    item.run(value);
  };
  render(
    html`<h2 class="minor">${title}</h2>
      ${note ? html`<p class="soft">${note}</p>` : nothing}
      ${items.map((item) =>
        item.asks === undefined
          ? html`<button class="item" @click=${() => choose(item)}>${item.label}${item.hint ? html`<small>${item.hint}</small>` : nothing}</button>`
          : html`<form
              @submit=${(event) => {
                event.preventDefault();
                choose(item, event.target.elements.value.value.trim());
              }}
            >
              <label>${item.label}<input name="value" required maxlength="8" pattern="[A-Za-z0-9]+" autocomplete="off" .value=${item.asks} /></label>
              <button class="main">${item.verb}</button>
            </form>`,
      )}`,
    element,
  );
  element.addEventListener("keydown", (event) => walk(event, element));
  const outside = (event) => {
    if (!element.contains(event.target)) {
      close(false);
    }
  };
  document.addEventListener("pointerdown", outside, true);
  open = { element, back, closed, off: () => document.removeEventListener("pointerdown", outside, true) };
  place(element, x, y);
  const first = element.querySelector("input, button");
  first?.focus({ preventScroll: true });
  first?.select?.();
}
