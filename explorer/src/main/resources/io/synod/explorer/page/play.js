// The Play tab.
import { html, render } from "./lib/lit/lit-html.js";

export function mount(element, app) {
  const show = () =>
    render(
      html`<ul class="can">
        ${app.scene.can.map((hand) => html`<li><button @click=${() => app.play(hand.line)}>${hand.label}</button></li>`)}
      </ul>`,
      element,
    );
  app.on(show);
  show();
}
