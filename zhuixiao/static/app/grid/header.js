// The heads: a click sorts, Shift and a click adds a sort, the edge is dragged (or Alt and the arrows) for the width.
import { icon } from "../page.js";
import { fill, h } from "./dom.js";

const NARROWEST = 60;
const WIDEST = 600;
const STEP = 16;

export function makeHeader(grid, config, store, body, selection) {
  const { words } = config;
  const row = grid.querySelector("[data-grid-head] [role=row]");

  function place(key) {
    const index = store.state.sort.findIndex((spec) => spec.replace(/^-/, "") === key);
    return { index, isDown: index >= 0 && store.state.sort[index].startsWith("-") };
  }

  /** Upwards, downwards, not at all; alone, or with Shift beside the others. */
  function sort(key, isAdded) {
    const { index, isDown } = place(key);
    const next = index < 0 ? [key] : isDown ? [] : [`-${key}`];
    const others = isAdded ? store.state.sort.filter((_, other) => other !== index) : [];
    const specs = isAdded && index >= 0 ? store.state.sort.flatMap((spec, other) => (other === index ? next : [spec])) : [...others, ...next];
    store.change({ sort: specs.slice(-3) });
  }

  function width(key, pixels, isDone) {
    const value = Math.max(NARROWEST, Math.min(Math.round(pixels), WIDEST));
    const columns = store.state.columns.map((column) => (column.key === key ? { key, width: value } : column));
    Object.assign(store.state, { columns });
    body.layout();
    if (isDone) store.change({ columns }, { quiet: true });
  }

  function drag(event, key) {
    const start = event.clientX;
    const before = store.state.columns.find((column) => column.key === key).width;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (moved) => width(key, before + moved.clientX - start, false);
    handle.addEventListener("pointermove", move);
    handle.addEventListener(
      "pointerup",
      (ended) => {
        handle.removeEventListener("pointermove", move);
        width(key, before + ended.clientX - start, true);
      },
      { once: true },
    );
  }

  function head(column, index) {
    const { index: rank, isDown } = place(column.key);
    const arrow = rank < 0 ? null : icon(isDown ? "arrow-down" : "arrow-up");
    const order = rank >= 0 && store.state.sort.length > 1 ? h("small", {}, String(rank + 1)) : null;
    const label = h("span", { class: "truncate" }, column.label);
    const inner = column.isSortable
      ? h("button", { type: "button", class: "grid-sort", tabindex: index ? "-1" : "0", title: column.label, on: { click: (event) => sort(column.key, event.shiftKey) } }, label, arrow, order)
      : h("span", { class: "grid-sort", title: column.label }, label);
    const handle = h("span", { class: "grid-handle", "aria-hidden": "true", title: fill(words.resize, column.label), on: { pointerdown: (event) => drag(event, column.key) } });
    const isNumber = ["integer", "number", "money", "percent", "days", "days_left"].includes(column.kind);
    const cell = h(
      "div",
      {
        role: "columnheader",
        class: `grid-head-cell${index ? "" : " grid-first"}${isNumber ? " numbers" : ""}${rank >= 0 ? " is-sorted" : ""}`,
        "aria-sort": rank < 0 ? (column.isSortable ? "none" : null) : isDown ? "descending" : "ascending",
        "aria-colindex": index + 2,
      },
      inner,
      handle,
    );
    cell.addEventListener("keydown", (event) => {
      const heads = [...row.querySelectorAll("button.grid-sort")];
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const now = store.state.columns.find(({ key }) => key === column.key).width;
      if (event.altKey) width(column.key, now + step * STEP, true);
      else heads[heads.indexOf(event.target) + step]?.focus();
    });
    return cell;
  }

  function render() {
    const isAll = selection.state();
    const box = h("input", { type: "checkbox", class: "form-check-input", "aria-label": words.selectAll, on: { change: () => selection.toggleAll() } });
    box.checked = isAll === "all";
    box.indeterminate = isAll === "some";
    const check = h("div", { role: "columnheader", class: "grid-head-cell grid-check", "aria-colindex": 1 }, box);
    row.replaceChildren(check, ...body.columns().map(head));
  }

  return { render };
}
