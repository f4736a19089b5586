// The one table: <div data-grid> with <script type="application/json" id="table-config">, drawn by the modules beside
// this one. Below 900 px the cards of the phone take its place (cards.js).
import { later } from "../page.js";
import { makeBody } from "./body.js";
import { makeBuilder } from "./builder.js";
import { makeCards } from "./cards.js";
import { makeCells } from "./cells.js";
import { makeChips } from "./chips.js";
import { makeColumns, makeDensity } from "./columns.js";
import { makeEditing } from "./edit.js";
import { makeEmpty } from "./empty.js";
import { makeFocus } from "./focus.js";
import { makeFoot } from "./foot.js";
import { makeHeader } from "./header.js";
import { makePeek } from "./peek.js";
import { makeQuick } from "./quick.js";
import { makeReveal } from "./reveal.js";
import { makeBulkBar, makeSelection } from "./select.js";
import { makeSource } from "./source.js";
import { makeState } from "./state.js";
import { makeSaving, makeTabs } from "./tabs.js";

const find = (name) => document.querySelector(`[data-${name}]`);
const config = JSON.parse(document.getElementById("table-config").textContent);
const grid = find("grid");
const store = makeState(config);
const source = makeSource(config, store);
const selection = makeSelection(config, source);
const draw = makeCells(config, source);
const body = makeBody(grid, config, store, source, draw, selection);
const header = makeHeader(grid, config, store, body, selection);
const actions = {};
const focus = makeFocus(grid, source, body, selection, actions);
const editing = makeEditing(config, store, source, body, focus);
const builder = makeBuilder(find("builder-dialog"), config, store);
const chips = makeChips(find("chips-box"), config, store, source, builder.open);
const quick = makeQuick(find("quick-bar"), config, store);
const columns = makeColumns(find("columns-open"), find("columns-box"), config, store);
const foot = makeFoot(find("grid-foot"), config, store, source);
const bulk = makeBulkBar(find("bulkbar"), config, store, source, selection, foot);
const empty = makeEmpty(find("grid-empty"), grid, store, source);
const cards = makeCards(find("cards"), store);

source.onRows((isFirst) => {
  if (!isFirst) return bulk.render();
  selection.clear();
  for (const part of [header, chips, quick, columns, foot, empty]) part.render();
  const exported = find("grid-export");
  if (exported) exported.href = `${config.urls.export}?${store.params()}`;
  if (search.value !== store.state.q && document.activeElement !== search) search.value = store.state.q;
  return undefined;
});
selection.onChange(() => {
  body.marks();
  header.render();
});
store.onChange(() => {
  source.load();
  cards.load();
});
window.addEventListener("popstate", () => {
  source.load(location.search);
  cards.load(location.search);
});

const search = find("grid-search");
const type = later(220, () => store.change({ q: search.value.trim() }));
search.addEventListener("input", type);
search.addEventListener("keydown", (event) => event.key === "ArrowDown" && focus.go(0));
find("builder-open").addEventListener("click", () => builder.open());

source.begin(config.first);
const peek = makePeek(config, source, body, focus);
Object.assign(actions, {
  edit: editing.edit,
  peek: peek.peek,
  moved: peek.moved,
  open(index, isNew) {
    const url = config.urls.page.replace("/0/", `/${source.rows[index][0]}/`);
    if (isNew) window.open(url, "_blank", "noopener");
    else location.assign(url);
  },
  log(index) {
    const link = grid.querySelector("[data-grid-log]");
    if (!link || !config.urls.activity) return;
    link.href = `${config.urls.activity}?customer=${source.rows[index][0]}`;
    link.click();
  },
});
makeReveal(grid, config, source);
makeDensity(find("density"), grid, body);
makeTabs(find("tabs"), config);
makeSaving(find("chips-box"), config, store);

grid.addEventListener("click", (event) => {
  const row = event.target.closest("[data-index]");
  if (!row || event.target.closest("a, button, .grid-input")) return;
  const index = Number(row.dataset.index);
  const isTick = event.target.closest(".grid-check");
  if (isTick || event.shiftKey) return selection.toggle(index, event.shiftKey);
  return actions.peek(index);
});
// Shift and a click ticks a range; without this the browser would select text.
grid.addEventListener("mousedown", (event) => event.shiftKey && !event.target.closest("input") && event.preventDefault());
grid.addEventListener("dblclick", (event) => {
  const cell = event.target.closest("[data-column]");
  const row = cell?.closest("[data-index]");
  if (row && !event.target.closest("a, button, input")) editing.edit(Number(row.dataset.index), Number(cell.dataset.column));
});
for (const name of ["customersChanged", "customerChanged", "activityLogged"]) {
  document.body.addEventListener(name, () => source.load());
}
grid.dataset.ready = "";
