// The filter buttons above the table: each asks one field, several values at once.
import { choicesOf, pick } from "./picker.js";

export function makeQuick(bar, config, store) {
  const words = { ...config.words };

  function button(key) {
    return bar.querySelector(`[data-quick="${key}"]`);
  }

  /** Show on the buttons which of them ask something. */
  function render() {
    for (const key of config.quick) {
      const item = store.condition(key);
      const element = button(key);
      if (!element) continue;
      const count = Array.isArray(item?.value) ? item.value.length : item ? 1 : 0;
      element.setAttribute("aria-pressed", String(count > 0));
      element.querySelector("[data-quick-count]").textContent = count > 1 ? String(count) : "";
    }
  }

  async function openChoices(element, column) {
    const item = store.condition(column.key);
    const isOwn = item?.is === "in";
    const chosen = isOwn ? item.value : [];
    let now = chosen;
    pick({
      anchor: element,
      items: await choicesOf(column, config.urls),
      chosen,
      isMany: true,
      words,
      onChange: (values) => (now = values),
      onClose: () => {
        element.focus();
        if (String(now) !== String(chosen)) store.ask(column.key, now.length ? { field: column.key, is: "in", value: now } : null);
      },
    });
  }

  function openWords(element, column) {
    const conditions = config.quickWords[column.key];
    const now = JSON.stringify(store.condition(column.key) ?? null);
    const chosen = conditions.findIndex(([condition]) => JSON.stringify(condition) === now);
    pick({
      anchor: element,
      items: conditions.map(([, text], value) => ({ value, text })),
      chosen: chosen < 0 ? [] : [chosen],
      isMany: false,
      canClear: chosen >= 0,
      words: { ...words, empty: words.noCondition },
      onChange: ([value]) => store.ask(column.key, value === undefined ? null : conditions[value][0]),
      onClose: () => element.focus(),
    });
  }

  bar.addEventListener("click", (event) => {
    const element = event.target.closest("[data-quick]");
    if (!element) return;
    const column = store.column(element.dataset.quick);
    if (config.quickWords[column.key]) openWords(element, column);
    else openChoices(element, column);
  });

  return { render };
}
