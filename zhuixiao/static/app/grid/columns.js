// Which columns stand in the table, and in which order: ticked, dragged, or moved by the arrow buttons.
import { icon, store as storage } from "../page.js";
import { h, place } from "./dom.js";

export function makeColumns(button, box, config, store) {
  const { words } = config;
  const list = box.querySelector("[data-columns]");
  let dragged = null;

  function set(keys) {
    const widths = new Map(store.state.columns.map(({ key, width }) => [key, width]));
    store.change({ columns: keys.map((key) => ({ key, width: widths.get(key) ?? store.column(key).width })) });
  }

  const shown = () => store.state.columns.map(({ key }) => key);

  function move(key, to) {
    const keys = shown().filter((other) => other !== key);
    keys.splice(Math.max(1, Math.min(to, keys.length)), 0, key);
    set(keys);
  }

  function line(column, index) {
    const isShown = index >= 0;
    const isFixed = column.key === "name";
    const tick = h("input", { type: "checkbox", class: "form-check-input", checked: isShown, disabled: isFixed, on: { change: () => set(isShown ? shown().filter((key) => key !== column.key) : [...shown(), column.key]) } });
    const arrow = (name, label, step) => h("button", { type: "button", class: "btn btn-icon btn-ghost btn-sm", "aria-label": `${label}: ${column.label}`, on: { click: () => move(column.key, index + step) } }, icon(name));
    const arrows = isShown && !isFixed ? [arrow("chevron-up", words.up, -1), arrow("chevron-down", words.down, 1)] : [];
    const element = h("li", { class: "columns-line", draggable: isShown && !isFixed ? "true" : null, data: { key: column.key } }, h("label", {}, tick, h("span", {}, column.label)), ...arrows);
    element.addEventListener("dragstart", () => (dragged = column.key));
    element.addEventListener("dragover", (event) => dragged && isShown && event.preventDefault());
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      move(dragged, index);
      dragged = null;
    });
    return element;
  }

  function render() {
    if (!box.matches(":popover-open")) return;
    const keys = shown();
    const others = config.columns.filter((column) => !keys.includes(column.key));
    const top = list.scrollTop;
    list.replaceChildren(...keys.map((key, index) => line(store.column(key), index)), ...others.map((column) => line(column, -1)));
    list.scrollTop = top;
  }

  box.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    render();
    place(box, button);
  });
  box.querySelector("[data-columns-default]").addEventListener("click", () => set(config.columns.filter((column) => column.isDefault).map(({ key }) => key)));
  return { render };
}

/** Rows of 32, 36 or 44 px; a habit of the person at this screen, so it stays in the browser. */
export function makeDensity(group, grid, body) {
  function set(name) {
    grid.dataset.density = name;
    group.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.density === name)));
    body.refresh();
  }
  group.addEventListener("click", (event) => {
    const name = event.target.closest("[data-density]")?.dataset.density;
    if (!name) return;
    storage.write("density", name);
    set(name);
  });
  set(storage.read("density") ?? "normal");
}
