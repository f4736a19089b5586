// One cell has the focus; keys move it, open, edit, tick.

const OWN_KEYS = "fpjkgn/?";

export function makeFocus(grid, source, body, selection, actions) {
  const at = { row: 0, column: 1 };

  function cell(row = at.row, column = at.column) {
    return body.element(row)?.querySelector(`[data-column="${column}"]`);
  }

  /** Put the focus on a cell and bring it into sight. */
  function go(row, column = at.column) {
    if (!source.rows.length) return;
    const before = cell();
    at.row = Math.max(0, Math.min(row, source.rows.length - 1));
    at.column = Math.max(0, Math.min(column, body.columns().length));
    body.reach(at.row);
    before?.setAttribute("tabindex", "-1");
    const target = cell();
    target?.setAttribute("tabindex", "0");
    target?.focus({ preventScroll: true });
    show(target);
  }

  /** Sideways by hand: the frozen columns cover what the browser takes for visible. */
  function show(target) {
    if (!target || at.column < 2) return;
    const { scroll } = body;
    const frozen = grid.querySelector(".grid-first").getBoundingClientRect().right;
    const box = target.getBoundingClientRect();
    const edge = scroll.getBoundingClientRect().right;
    if (box.left < frozen) scroll.scrollLeft -= frozen - box.left;
    else if (box.right > edge) scroll.scrollLeft += box.right - edge;
  }

  function page() {
    return Math.max(1, Math.floor(body.scroll.clientHeight / body.rowHeight()) - 2);
  }

  const moves = {
    ArrowDown: (event) => go(event.ctrlKey || event.metaKey ? source.rows.length - 1 : at.row + 1),
    ArrowUp: (event) => go(event.ctrlKey || event.metaKey ? 0 : at.row - 1),
    ArrowRight: () => go(at.row, at.column + 1),
    ArrowLeft: () => go(at.row, at.column - 1),
    PageDown: () => go(at.row + page()),
    PageUp: () => go(at.row - page()),
    Home: (event) => go(event.ctrlKey ? 0 : at.row, event.ctrlKey ? at.column : 0),
    End: (event) => go(event.ctrlKey ? source.rows.length - 1 : at.row, event.ctrlKey ? at.column : body.columns().length),
    F2: () => actions.edit(at.row, at.column),
    Enter: (event) => (at.column === 1 ? actions.open(at.row, event.ctrlKey || event.metaKey) : actions.edit(at.row, at.column)),
    " ": (event) => selection.toggle(at.row, event.shiftKey),
    p: () => actions.peek(at.row),
    f: () => actions.log(at.row),
  };

  grid.addEventListener("keydown", (event) => {
    const own = event.target.closest("[data-column]");
    if (event.defaultPrevented || event.isComposing || !own || event.target !== own) return;
    const move = moves[event.key];
    if (move && !event.altKey) {
      event.preventDefault();
      const before = at.row;
      move(event);
      if (event.shiftKey && at.row !== before && event.key.startsWith("Arrow")) selection.toggle(at.row, true);
      if (at.row !== before) actions.moved(at.row);
      return;
    }
    const isTyping = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !OWN_KEYS.includes(event.key);
    if (isTyping && actions.edit(at.row, at.column, event.key)) event.preventDefault();
  });

  grid.addEventListener("focusin", (event) => {
    const own = event.target.closest("[data-column]");
    const row = own?.closest("[data-index]");
    if (!row) return;
    cell()?.setAttribute("tabindex", "-1");
    at.row = Number(row.dataset.index);
    at.column = Number(own.dataset.column);
    own.setAttribute("tabindex", "0");
  });

  body.onDraw((isFirst) => {
    if (isFirst) at.row = 0;
    cell()?.setAttribute("tabindex", "0");
  });

  return { at, go, cell };
}
