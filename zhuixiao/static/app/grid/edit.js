// Changing a cell in place: shown at once, sent, put back with the reason when the server says no.
import { uuid, word } from "../page.js";
import { toast } from "../toasts.js";
import { resolve } from "./conflict.js";
import { fill, h, post } from "./dom.js";
import { choicesOf, pick } from "./picker.js";

const PICKED = ["option", "options", "channel", "region", "employee", "products", "choice", "single", "multi"];
const MANY = ["options", "products", "multi"];

export function makeEditing(config, store, source, body, focus) {
  const { words, urls } = config;
  // What was typed and did not reach the server, by customer and column: the next edit of the cell goes on with it.
  const unsaved = new Map();
  const slot = (row, column) => `${row[0]}:${column.key}`;

  /** Open the editor of a cell; false where it cannot be changed. `typed` is the first character. */
  function edit(index, place, typed = "") {
    const column = body.columns()[place - 1];
    if (!column) return false;
    if (!column.isEditable) {
      if (!typed) toast({ text: words.locked });
      return false;
    }
    const row = source.rows[index];
    const cell = focus.cell(index, place);
    if (PICKED.includes(column.kind)) openList(index, row, column, cell);
    else openInput(index, row, column, cell, typed);
    return true;
  }

  async function openList(index, row, column, cell) {
    const isMany = MANY.includes(column.kind);
    const held = source.cell(row, column.key);
    const before = isMany ? held : held === null || held === "" ? [] : [held];
    const items = (await choicesOf(column, urls)).filter((one) => (one.isOpen && one.value !== "me") || before.includes(one.value));
    let now = before;
    cell.classList.add("is-editing");
    pick({
      anchor: cell,
      items,
      chosen: before,
      isMany,
      words,
      canClear: !["choice", "employee"].includes(column.kind),
      onChange: (values) => (now = values),
      onClose: () => {
        cell.classList.remove("is-editing");
        focus.go(index);
        if (String(now) === String(before)) return;
        now.forEach((value) => learn(column.key, items.find((one) => one.value === value)));
        save(index, row, column, isMany ? now : (now[0] ?? null), now);
      },
    });
  }

  function learn(key, item) {
    if (item) source.labels[key] = { ...source.labels[key], [item.value]: [item.text, item.colour] };
  }

  async function openInput(index, row, column, cell, typed) {
    let held = source.cell(row, column.key) ?? "";
    const kept = unsaved.get(slot(row, column));
    if ("mayReveal" in column && held && !kept) {
      const answer = await post(urls.reveal.replace("/0/", `/${row[0]}/`), { field: column.key });
      if (answer.status !== 200) return toast({ text: answer.body.title ?? "", kind: "error" });
      held = answer.body.value;
    }
    if (column.kind === "money" && held !== "") held = (held / 100).toFixed(2);
    const type = column.kind === "date" ? "date" : "text";
    const isNumber = ["number", "money"].includes(column.kind);
    const input = h("input", { type, class: "grid-input", value: (type === "text" && typed) || (kept?.text ?? String(held)), "aria-label": column.label, inputmode: isNumber ? "decimal" : null });
    let isOver = false;

    function finish(isKept, step) {
      if (isOver) return;
      isOver = true;
      const text = input.value.trim();
      body.redraw(index);
      focus.go(index, focus.at.column + (step ?? 0));
      unsaved.delete(slot(row, column));
      // The same text again may have arrived the first time: under its old number it is done once.
      if (isKept && text !== String(held)) save(index, row, column, shown(column, text), [text], row[1], text === kept?.text ? kept.id : uuid());
    }

    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Enter") finish(true);
      else if (event.key === "Escape") finish(false);
      else if (event.key === "Tab") finish(true, event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", () => finish(true));
    cell.replaceChildren(input);
    cell.classList.add("is-editing");
    input.focus();
    if (!typed && type === "text") input.select();
  }

  /** What the cell shows until the server has answered. */
  function shown(column, text) {
    if (text === "") return ["number", "money", "date"].includes(column.kind) ? null : "";
    const value = Number(text.replaceAll(",", ""));
    if (column.kind === "number" && !Number.isNaN(value)) return value;
    if (column.kind === "money" && !Number.isNaN(value)) return Math.round(value * 100);
    return "mayReveal" in column ? "…" : text;
  }

  async function save(index, row, column, value, sent, version = row[1], id = uuid()) {
    const place = source.keys.indexOf(column.key) + 2;
    const before = row[place];
    row[place] = value;
    state(row[0], column.key, "is-saving");
    const form = [["field", column.key], ["version", version], ["request_id", id], ...sent.map((one) => ["value", one])];
    const answer = await post(`${urls.cell.replace("/0/", `/${row[0]}/`)}?${store.params()}`, form);
    if (answer.status === 200) {
      source.replace(row[0], answer.body);
      return state(row[0], column.key, "is-saved");
    }
    row[place] = before;
    if (answer.body.code === "conflict") {
      source.replace(row[0], answer.body);
      state(row[0], column.key, "is-failed");
      const isMine = await resolve(answer.body, words);
      focus.go(index);
      if (isMine) save(index, source.rows.find((one) => one[0] === row[0]), column, value, sent, answer.body.version);
      return undefined;
    }
    const isTyped = !PICKED.includes(column.kind);
    const silence = answer.status ? word("failed") : isTyped ? word("offline") : words.offline;
    const reason = answer.body.errors?.[column.key] ?? answer.body.title ?? silence;
    state(row[0], column.key, "is-failed", reason);
    toast({ text: fill(words.failed, reason), kind: "error" });
    if (isTyped) keep(index, row, column, sent[0], id);
    return undefined;
  }

  /** Typed text stays with its cell, open where the person still is. */
  function keep(index, row, column, text, id) {
    unsaved.set(slot(row, column), { text, id });
    const cell = body.element(index)?.querySelector(`[data-key="${column.key}"]`);
    if (cell && cell === document.activeElement) openInput(index, row, column, cell, "");
  }

  function state(pk, key, name, reason = "") {
    const index = source.rows.findIndex((row) => row[0] === pk);
    if (index < 0 || !body.element(index)) return;
    const hadFocus = body.element(index).contains(document.activeElement);
    body.redraw(index);
    if (hadFocus) focus.go(focus.at.row);
    const cell = body.element(index).querySelector(`[data-key="${key}"]`);
    cell.classList.add(name);
    if (reason) cell.title = reason;
  }

  return { edit };
}
