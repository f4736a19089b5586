// The rows that are in sight, as elements; the others are only height. A row that has the focus stays.
import { h } from "./dom.js";

const AHEAD = 8;
const NEAR_END = 40;

export function makeBody(grid, config, store, source, draw, selection) {
  const { words } = config;
  const scroll = grid.querySelector("[data-grid-scroll]");
  const body = grid.querySelector("[data-grid-body]");
  const elements = new Map();
  const listeners = [];
  let frame = 0;
  let kept = -1;

  const rowHeight = () => parseInt(getComputedStyle(grid).getPropertyValue("--grid-row"), 10) || 36;

  function columns() {
    return store.state.columns.map(({ key }) => store.column(key));
  }

  function layout() {
    const widths = store.state.columns.map(({ width }) => `${width}px`);
    grid.style.setProperty("--grid-columns", `44px ${widths.join(" ")}`);
    grid.style.setProperty("--grid-width", `${44 + store.state.columns.reduce((sum, { width }) => sum + width, 0)}px`);
  }

  function make(index) {
    const row = source.rows[index];
    const box = h("input", { type: "checkbox", class: "form-check-input", tabindex: "-1", "aria-label": words.selectRow });
    const element = h("div", { role: "row", class: "grid-row", data: { index, pk: row[0] }, "aria-rowindex": index + 2 });
    element.append(h("div", { role: "gridcell", class: "grid-cell grid-check", tabindex: "-1", data: { column: 0 }, "aria-colindex": 1 }, box));
    columns().forEach((column, place) => {
      const isNumber = ["integer", "number", "money", "percent", "days", "days_left"].includes(column.kind);
      const cell = h("div", {
        role: place ? "gridcell" : "rowheader",
        class: `grid-cell${place ? "" : " grid-first"}${isNumber ? " numbers" : ""}`,
        tabindex: "-1",
        "aria-colindex": place + 2,
        "aria-readonly": column.isEditable ? null : "true",
        data: { column: place + 1, key: column.key },
      });
      draw(cell, row, column, row[place + 2]);
      element.append(cell);
    });
    element.style.transform = `translateY(${index * rowHeight()}px)`;
    mark(element, index);
    return element;
  }

  function mark(element, index) {
    const isSelected = selection.has(source.rows[index][0]);
    element.classList.toggle("is-selected", isSelected);
    element.setAttribute("aria-selected", isSelected);
    element.querySelector("input").checked = isSelected;
    element.classList.toggle("is-current", index === kept);
  }

  function drawWindow() {
    frame = 0;
    const height = rowHeight();
    const first = Math.max(0, Math.floor(scroll.scrollTop / height) - AHEAD);
    const last = Math.min(source.rows.length - 1, Math.ceil((scroll.scrollTop + scroll.clientHeight) / height) + AHEAD);
    for (const [index, element] of elements) {
      if ((index < first || index > last) && !element.contains(document.activeElement) && index !== kept) {
        element.remove();
        elements.delete(index);
      }
    }
    for (let index = first; index <= last; index += 1) show(index);
    if (source.next && last > source.rows.length - NEAR_END) source.more();
  }

  function show(index) {
    if (elements.has(index) || !source.rows[index]) return elements.get(index);
    const element = make(index);
    elements.set(index, element);
    const after = [...elements.keys()].filter((other) => other > index).sort((a, b) => a - b)[0];
    body.insertBefore(element, after === undefined ? null : elements.get(after));
    return element;
  }

  function refresh() {
    for (const element of elements.values()) element.remove();
    elements.clear();
    layout();
    resize();
    drawWindow();
  }

  function resize() {
    body.style.height = `${source.rows.length * rowHeight()}px`;
    grid.setAttribute("aria-rowcount", source.next ? -1 : source.rows.length + 1);
    grid.setAttribute("aria-colcount", store.state.columns.length + 1);
  }

  scroll.addEventListener("scroll", () => (frame ||= requestAnimationFrame(drawWindow)), { passive: true });
  new ResizeObserver(() => (frame ||= requestAnimationFrame(drawWindow))).observe(scroll);
  source.onRows((isFirst) => {
    if (isFirst) {
      kept = -1;
      scroll.scrollTop = 0;
      refresh();
    } else {
      resize();
      drawWindow();
    }
    listeners.forEach((call) => call(isFirst));
  });

  return {
    scroll,
    refresh,
    layout,
    columns,
    rowHeight,
    /** The element of a row, brought into sight. */
    reach(index) {
      const height = rowHeight();
      const head = grid.querySelector("[data-grid-head]").offsetHeight;
      const top = index * height;
      if (top < scroll.scrollTop) scroll.scrollTop = top;
      else if (top + height + head > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + height + head - scroll.clientHeight;
      drawWindow();
      return show(index);
    },
    /** Draw a row again after its values changed. */
    redraw(index) {
      elements.get(index)?.remove();
      elements.delete(index);
      return show(index);
    },
    element: (index) => elements.get(index),
    /** Show which rows are ticked and which one is open. */
    marks(current = kept) {
      kept = current;
      for (const [index, element] of elements) mark(element, index);
    },
    onDraw: (call) => listeners.push(call),
  };
}
