// What the table shows: tab, search, conditions, sort, columns. It stands in the address; the server reads the
// address and answers the state it understood, so back, forward and shared links give the same table.

export function makeState(config) {
  const listeners = [];
  const state = { ...config.state };

  function params(more = {}) {
    const given = new URLSearchParams({ view: state.view });
    if (state.q) given.set("q", state.q);
    given.set("f", state.items.length ? JSON.stringify({ op: "and", items: state.items }) : "");
    given.set("sort", state.sort.join(","));
    given.set("cols", state.columns.map(({ key, width }) => `${key}:${width}`).join(","));
    Object.entries(more).forEach(([name, value]) => given.set(name, value));
    return given;
  }

  /** Change something and tell whoever listens; `quiet` only rewrites the address (widths). */
  function change(patch, { quiet = false } = {}) {
    Object.assign(state, patch);
    const url = new URL(location.href);
    url.search = params();
    if (quiet) return history.replaceState(null, "", url);
    history.pushState(null, "", url);
    listeners.forEach((call) => call());
  }

  /** The server's reading of the address, and the short form of it. */
  function settle(read, query) {
    Object.assign(state, read);
    const url = new URL(location.href);
    const peek = url.searchParams.get("peek");
    url.search = query;
    if (peek) url.searchParams.set("peek", peek);
    history.replaceState(null, "", url);
  }

  function condition(key) {
    return state.items.findIndex((item) => item.field === key);
  }

  /** Set, replace or (with null) remove the condition of a field that stands for itself. */
  function ask(key, item) {
    const items = [...state.items];
    const place = condition(key);
    if (place >= 0) items.splice(place, 1, ...(item ? [item] : []));
    else if (item) items.push(item);
    change({ items });
  }

  return {
    state,
    params,
    change,
    settle,
    ask,
    condition: (key) => state.items[condition(key)],
    column: (key) => config.columns.find((column) => column.key === key),
    onChange: (call) => listeners.push(call),
  };
}
