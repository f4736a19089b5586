// textarea[data-mentions] in a form with data-mentions-url: typing @ offers the colleagues of that address.
import { each } from "./page.js";

const MOST = 6;
const people = new Map();

async function colleagues(url) {
  if (!people.has(url)) {
    const asked = fetch(url, { headers: { Accept: "application/json" } }).then((answer) => (answer.ok ? answer.json() : []));
    people.set(url, asked.catch(() => []));
  }
  return people.get(url);
}

each("textarea[data-mentions]", (text) => {
  const url = text.closest("[data-mentions-url]")?.dataset.mentionsUrl;
  if (!url) return;
  const list = Object.assign(document.createElement("div"), { className: "mentions", hidden: true });
  list.setAttribute("role", "listbox");
  text.after(list);

  const started = () => /@([^\s@]{0,12})$/.exec(text.value.slice(0, text.selectionStart));

  async function offer() {
    const found = started();
    if (!found) return close();
    const rows = (await colleagues(url)).filter((person) => person.name.toLowerCase().includes(found[1].toLowerCase()));
    if (!started()) return close();
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
