// textarea[data-mentions] in a form with data-mentions-url: typing @ offers the colleagues of that address, and with
// data-mentions-customers="…/search/" the customers that answer the letters behind it.
import { each, later } from "./page.js";

const MOST = 6;
const people = new Map();

async function asked(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
  return answer?.ok ? answer.json() : [];
}

async function colleagues(url) {
  if (!people.has(url)) people.set(url, asked(url));
  return people.get(url);
}

async function customers(url, typed) {
  if (!url || !typed) return [];
  const rows = await asked(`${url}?${new URLSearchParams({ q: typed })}`);
  return rows.map((row) => ({ name: row.text, department: row.hint }));
}

each("textarea[data-mentions]", (text) => {
  const { mentionsUrl: url, mentionsCustomers } = text.closest("[data-mentions-url]")?.dataset ?? {};
  if (!url) return;
  const list = Object.assign(document.createElement("div"), { className: "mentions", hidden: true });
  list.setAttribute("role", "listbox");
  text.after(list);

  const started = () => /@([^\s@]{0,12})$/.exec(text.value.slice(0, text.selectionStart));

  async function offer() {
    const found = started();
    if (!found) return close();
    const rows = (await colleagues(url)).filter((person) => person.name.toLowerCase().includes(found[1].toLowerCase()));
    show(found[1], rows);
    if (mentionsCustomers) more(found[1], rows);
  }

  // People are known at once; customers are asked for when the typing pauses.
  const more = later(200, async (typed, rows) => show(typed, [...rows.slice(0, MOST / 2), ...(await customers(mentionsCustomers, typed))]));

  function show(typed, rows) {
    if (started()?.[1] !== typed) return started() ? undefined : close();
    list.replaceChildren(...rows.slice(0, MOST).map(option));
    list.hidden = rows.length === 0;
    mark(0);
  }

  function option(person) {
    const row = Object.assign(document.createElement("div"), { className: "mention" });
    row.setAttribute("role", "option");
    row.dataset.name = person.name;
    const place = Object.assign(document.createElement("small"), { textContent: person.department });
    row.append(person.name, place);
    // Pointer down, before the textarea loses the focus.
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(row);
    });
    return row;
  }

  function mark(place) {
    const rows = [...list.children];
    const at = (place + rows.length) % (rows.length || 1);
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
  }

  function choose(row) {
    const end = text.selectionStart;
    const start = end - started()[0].length;
    text.setRangeText(`@${row.dataset.name} `, start, end, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  }

  function close() {
    list.hidden = true;
  }

  text.addEventListener("input", offer);
  text.addEventListener("blur", close);
  text.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const rows = [...list.children];
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const does = { ArrowDown: () => mark(at + 1), ArrowUp: () => mark(at - 1), Enter: () => choose(rows[at]), Tab: () => choose(rows[at]), Escape: close };
    if (!does[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    does[event.key]();
  });
});
