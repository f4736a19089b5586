// The rows: the first page, then further ones by the place where the last one ended.
import { word } from "../page.js";
import { toast } from "../toasts.js";

const PAGE = 100;

export function makeSource(config, store) {
  const source = {
    rows: [],
    labels: {},
    next: "",
    chips: [],
    isChanged: false,
    isLoading: false,
    keys: [],
    listeners: [],
  };
  let running = null;

  function take(body, isFirst) {
    for (const [key, names] of Object.entries(body.labels)) {
      source.labels[key] = { ...source.labels[key], ...names };
    }
    source.next = body.next;
    if (!isFirst) {
      source.rows.push(...body.rows);
      return;
    }
    source.rows = body.rows;
    source.chips = body.chips;
    source.isChanged = body.is_changed;
    store.settle(body.state, body.query);
    source.keys = store.state.columns.map((column) => column.key);
  }

  async function fetchPage(after, query) {
    running?.abort();
    const mine = (running = new AbortController());
    const url = new URL(config.urls.rows, location.href);
    url.search = query ?? store.params({ limit: PAGE });
    if (after) url.searchParams.set("after", after);
    source.isLoading = true;
    document.documentElement.classList.add("is-loading");
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" }, signal: mine.signal });
      const body = await response.json();
      if (mine !== running) return;
      source.isLoading = false;
      if (!response.ok) return fail(body.title);
      take(body, !after);
      tell(!after);
    } catch (error) {
      if (error.name !== "AbortError") fail("");
    } finally {
      if (mine === running) {
        source.isLoading = false;
        document.documentElement.classList.remove("is-loading");
      }
    }
  }

  function fail(title) {
    toast({ text: title || word("failed"), kind: "error" });
  }

  function tell(isFirst) {
    source.listeners.forEach((call) => call(isFirst));
  }

  /** Put a fresh row of the server in the place of the old one; without one it is out of sight. */
  source.replace = (pk, body) => {
    for (const [key, names] of Object.entries(body.labels ?? {})) source.labels[key] = { ...source.labels[key], ...names };
    const place = source.rows.findIndex((row) => row[0] === pk);
    const fresh = body.rows?.[0];
    if (place >= 0 && fresh) source.rows[place] = fresh;
  };
  source.load = (query) => fetchPage("", query);
  source.more = () => (source.next && !source.isLoading ? fetchPage(source.next) : undefined);
  source.begin = (body) => {
    take(body, true);
    tell(true);
  };
  source.onRows = (call) => source.listeners.push(call);
  /** A cell by the key of its column; undefined where the column is not shown. */
  source.cell = (row, key) => {
    const place = source.keys.indexOf(key);
    return place < 0 ? undefined : row[place + 2];
  };
  source.name = (key, id) => source.labels[key]?.[id] ?? ["", ""];
  return source;
}
