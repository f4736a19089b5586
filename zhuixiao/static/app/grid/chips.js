// The conditions that hold now, each with a cross; clearing all; and what differs from the tab.
import { icon } from "../page.js";
import { h } from "./dom.js";

export function makeChips(box, config, store, source, openBuilder) {
  const { words } = config;
  const list = box.querySelector("[data-chips]");
  const clear = box.querySelector("[data-chips-clear]");
  const changed = box.querySelector("[data-view-changed]");

  function chip({ label, text, index }) {
    const words_ = h("button", { type: "button", class: "filter-chip-text", on: { click: () => openBuilder(index) } }, label ? h("span", { class: "text-secondary" }, `${label} `) : null, text);
    const remove = h("button", { type: "button", class: "filter-chip-remove", "aria-label": `${words.remove}: ${label} ${text}`, on: { click: () => drop(index) } }, icon("x"));
    return h("span", { class: "filter-chip" }, words_, remove);
  }

  function drop(index) {
    store.change({ items: store.state.items.filter((_, place) => place !== index) });
  }

  function searched() {
    const remove = h("button", { type: "button", class: "filter-chip-remove", "aria-label": `${words.remove}: ${store.state.q}`, on: { click: () => store.change({ q: "" }) } }, icon("x"));
    return h("span", { class: "filter-chip" }, icon("search"), h("span", { class: "filter-chip-text" }, store.state.q), remove);
  }

  function render() {
    const chips = source.chips.map(chip);
    if (store.state.q) chips.unshift(searched());
    list.replaceChildren(...chips);
    clear.hidden = !chips.length;
    changed.hidden = !source.isChanged;
    box.hidden = clear.hidden && changed.hidden;
  }

  clear.addEventListener("click", () => store.change({ q: "", items: [] }));
  return { render };
}
