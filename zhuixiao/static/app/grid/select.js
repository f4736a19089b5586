// Ticked rows: one, a range with Shift, all that are loaded, or all that match (then the filter is sent, not the ids).
import { openDialog } from "../dialogs.js";
import { fill, number } from "./dom.js";

export function makeSelection(config, source) {
  const chosen = new Set();
  const listeners = [];
  let isMatching = false;
  let anchor = -1;

  const tell = () => listeners.forEach((call) => call());

  const selection = {
    has: (pk) => isMatching || chosen.has(pk),
    get count() {
      return isMatching ? -1 : chosen.size;
    },
    get isMatching() {
      return isMatching;
    },
    ids: () => [...chosen],
    state() {
      if (isMatching || (source.rows.length && source.rows.every((row) => chosen.has(row[0])))) return "all";
      return chosen.size ? "some" : "none";
    },
    /** Tick or untick a row; with `isRange` everything from the last one on. */
    toggle(index, isRange = false) {
      if (isMatching) selection.clear();
      const [from, to] = isRange && anchor >= 0 ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
      const isOn = isRange || !chosen.has(source.rows[index][0]);
      for (const row of source.rows.slice(from, to + 1)) {
        if (isOn) chosen.add(row[0]);
        else chosen.delete(row[0]);
      }
      anchor = index;
      tell();
    },
    toggleAll() {
      const wasAll = selection.state() === "all";
      chosen.clear();
      isMatching = false;
      if (!wasAll) source.rows.forEach((row) => chosen.add(row[0]));
      tell();
    },
    matching() {
      isMatching = true;
      tell();
    },
    clear() {
      chosen.clear();
      isMatching = false;
      anchor = -1;
      tell();
    },
    onChange: (call) => listeners.push(call),
  };
  return selection;
}

/** The bar that appears with the first tick; its buttons open the form of the action. */
export function makeBulkBar(bar, config, store, source, selection, counter) {
  const { words } = config;
  const text = bar.querySelector("[data-bulk-count]");
  const all = bar.querySelector("[data-bulk-all]");

  async function render() {
    bar.hidden = !selection.isMatching && !selection.count;
    if (bar.hidden) return;
    const total = selection.isMatching || selection.state() === "all" ? await counter.text() : "";
    text.textContent = selection.isMatching ? fill(words.allMatching, total) : fill(words.selected, number.format(selection.count));
    all.hidden = selection.isMatching || selection.state() !== "all" || !source.next;
    all.textContent = fill(words.selectMatching, total);
  }

  function values(action) {
    const chosen = selection.isMatching ? { matching: store.params().toString(), all: "1" } : { ids: selection.ids().join(",") };
    return { do: action, step: "ask", ...chosen };
  }

  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-bulk]");
    const content = document.getElementById("dialog-content");
    if (button) window.htmx.ajax("POST", config.urls.bulk, { source: content, target: content, swap: "innerHTML", values: values(button.dataset.bulk) });
    if (event.target.closest("[data-bulk-export]")) {
      const query = selection.isMatching ? store.params() : store.params({ ids: selection.ids().join(",") });
      openDialog(`${config.urls.export}?${query}`);
    }
    if (event.target.closest("[data-bulk-clear]")) selection.clear();
  });
  all.addEventListener("click", () => selection.matching());
  selection.onChange(render);
  return { render };
}
