// The tabs above the table: their counts come after everything else; own ones are dragged into order.
import { post } from "./dom.js";

export function makeTabs(bar, config) {
  const { urls } = config;

  async function counts() {
    const response = await fetch(urls.tabCounts, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    for (const [key, text] of Object.entries(await response.json())) {
      const badge = bar.querySelector(`[data-tab="${CSS.escape(key)}"] [data-tab-count]`);
      if (!badge) continue;
      badge.textContent = text;
      badge.hidden = false;
    }
  }

  let dragged = null;
  bar.addEventListener("dragstart", (event) => (dragged = event.target.closest("[data-tab-own]")));
  bar.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-tab-own]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientX < box.left + box.width / 2 ? "before" : "after"](dragged);
  });
  bar.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged = null;
    const ids = [...bar.querySelectorAll("[data-tab-own]")].map((tab) => ["ids", tab.dataset.tab]);
    post(urls.viewOrder, ids);
  });

  const later = window.requestIdleCallback ?? ((call) => setTimeout(call, 300));
  later(counts);
  return { counts };
}

/** Save, save as, reset: what can be done when the table differs from its tab. */
export function makeSaving(box, config, store) {
  const { urls } = config;
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-view-do]");
    if (!button) return;
    const query = store.params();
    const content = document.getElementById("dialog-content");
    if (button.dataset.viewDo === "save") window.htmx.ajax("POST", `${urls.viewKeep}?${query}`, { swap: "none", source: document.body });
    if (button.dataset.viewDo === "save-as") window.htmx.ajax("GET", `${urls.views}?${query}`, { source: content, target: content, swap: "innerHTML" });
    if (button.dataset.viewDo === "reset") location.assign(`${urls.table}?view=${encodeURIComponent(store.state.view)}`);
  });
}
