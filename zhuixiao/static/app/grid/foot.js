// Under the table: how many there are, counted when there is time for it; sums of number columns on demand.
import { fill, h, number } from "./dom.js";

export function makeFoot(foot, config, store, source) {
  const { words, urls } = config;
  const count = foot.querySelector("[data-foot-count]");
  const exact = foot.querySelector("[data-foot-exact]");
  const sums = foot.querySelector("[data-foot-sums]");
  const ask = foot.querySelector("[data-foot-ask]");
  let running = null;
  let total = null;

  async function get(url, more = {}) {
    const headers = { Accept: "application/json" };
    const response = await fetch(`${url}?${store.params(more)}`, { headers, signal: running.signal });
    return response.json();
  }

  function show({ count: n, is_capped: isCapped }) {
    total = `${number.format(n)}${isCapped ? "+" : ""}`;
    count.textContent = fill(words.count, total);
    exact.hidden = !isCapped;
    return total;
  }

  /** The number in words; asks the server only when the rows at hand do not tell it. */
  async function text(isExact = false) {
    if (!source.next && !isExact) return show({ count: source.rows.length, is_capped: false });
    if (total !== null && !isExact) return total;
    return show(await get(urls.count, isExact ? { exact: "1" } : {}));
  }

  function render() {
    running?.abort();
    running = new AbortController();
    total = null;
    sums.replaceChildren();
    ask.hidden = !store.state.columns.some(({ key }) => ["integer", "number", "money"].includes(store.column(key).kind));
    count.textContent = fill(words.loaded, number.format(source.rows.length));
    text().catch(() => {});
  }

  exact.addEventListener("click", () => text(true));
  ask.addEventListener("click", async () => {
    const found = await get(urls.sums);
    const parts = Object.entries(found).map(([key, value]) => h("span", {}, `${store.column(key).label} `, h("b", {}, value)));
    sums.replaceChildren(...parts);
    ask.hidden = true;
  });
  return { render, text };
}
