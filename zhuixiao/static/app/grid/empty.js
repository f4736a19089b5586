// Why no rows are there: nothing matches (clear the filter) or nothing exists yet (import, add).

export function makeEmpty(box, grid, store, source) {
  const none = box.querySelector("[data-empty-none]");
  const filtered = box.querySelector("[data-empty-filtered]");
  box.querySelector("[data-empty-clear]").addEventListener("click", () => store.change({ q: "", items: [] }));

  function render() {
    const isFiltered = store.state.q !== "" || store.state.items.length > 0;
    box.hidden = source.rows.length > 0;
    none.hidden = isFiltered;
    filtered.hidden = !isFiltered;
    grid.classList.toggle("is-empty", !box.hidden);
  }
  return { render };
}
