// A list to choose from, floating at an element: one value or several, with a search box when it is long.
import { fold, h, place } from "./dom.js";

const LONG = 8;
const MOST_SHOWN = 300;
let open = null;

/** items: [{ value, text, colour, depth }]; onChange gets the chosen values at each tick, onClose at the end. */
export function pick({ anchor, items, chosen, isMany, words, onChange, onClose, canClear = false }) {
  open?.close();
  const values = new Set(chosen);
  const list = h("div", { role: "listbox", class: "pick-list", tabindex: "-1", "aria-label": anchor.getAttribute("aria-label") || anchor.textContent.trim() || words.choose, "aria-multiselectable": isMany ? "true" : null });
  const input = h("input", { type: "search", class: "form-control", placeholder: words.search, "aria-label": words.search, autocomplete: "off" });
  const box = h("div", { class: "pick", popover: "auto" }, items.length > LONG ? h("div", { class: "pick-head" }, input) : null, list);
  let active = -1;
  let shown = [];

  function option(item, index) {
    const isChosen = values.has(item.value);
    const text = item.colour ? h("span", { class: `dot tone-${item.colour}` }, item.text) : item.text;
    const element = h("div", { role: "option", class: "pick-option", id: `pick-${index}`, "aria-selected": String(isChosen), data: { index } }, isMany ? h("span", { class: "pick-box", "aria-hidden": "true" }) : null, h("span", { class: "truncate" }, text));
    if (item.depth && !input.value) element.style.paddingLeft = `${10 + item.depth * 16}px`;
    return element;
  }

  function render() {
    const asked = fold(input.value);
    const all = canClear && !isMany ? [{ value: "", text: words.empty }, ...items] : items;
    shown = all.filter((item) => fold(item.text).includes(asked)).slice(0, MOST_SHOWN);
    list.replaceChildren(...(shown.length ? shown.map(option) : [h("p", { class: "pick-empty" }, words.nothing)]));
    move(Math.min(Math.max(active, 0), shown.length - 1));
  }

  function move(to) {
    list.children[active]?.classList.remove("is-active");
    active = to;
    const element = shown.length ? list.children[active] : null;
    element?.classList.add("is-active");
    element?.scrollIntoView({ block: "nearest" });
    (items.length > LONG ? input : list).setAttribute("aria-activedescendant", element?.id ?? "");
  }

  function take(index) {
    const item = shown[index];
    if (!item) return;
    if (!isMany) {
      values.clear();
      if (item.value !== "") values.add(item.value);
      onChange([...values]);
      return close(true);
    }
    if (!values.delete(item.value)) values.add(item.value);
    list.children[index].setAttribute("aria-selected", String(values.has(item.value)));
    onChange([...values]);
  }

  function close(isDone = false) {
    if (open?.box !== box) return;
    open = null;
    box.remove();
    onClose?.(isDone);
  }

  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const index = event.target.closest("[data-index]")?.dataset.index;
    if (index !== undefined) take(Number(index));
  });
  input.addEventListener("input", () => {
    active = 0;
    render();
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move((active + step + shown.length) % shown.length);
    else if (event.key === "Enter" || (event.key === " " && event.target !== input)) take(active);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") close(true);
    else return event.stopPropagation();
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener("toggle", (event) => event.newState === "closed" && close());

  (anchor.closest("dialog") ?? document.body).append(box);
  box.showPopover();
  open = { box, close };
  render();
  // The chosen one is where Enter stands at first, so that Enter alone changes nothing.
  move(Math.max(0, shown.findIndex((item) => (values.size ? values.has(item.value) : item.value === ""))));
  place(box, anchor);
  (items.length > LONG ? input : list).focus();
  return { close };
}

const known = new Map();

/** What a field can be, asked once: [{ value, text, colour, depth, isOpen }]. */
export async function choicesOf(column, urls) {
  if (!known.has(column.key)) {
    const answer = fetch(`${urls.choices}?field=${encodeURIComponent(column.key)}`, { headers: { Accept: "application/json" } });
    known.set(column.key, answer.then((response) => response.json()).then((body) => body.choices.map(item)));
  }
  return known.get(column.key);
}

function item([value, text, more, isOpen]) {
  return { value, text, colour: typeof more === "string" ? more : "", depth: typeof more === "number" ? more : 0, isOpen };
}
