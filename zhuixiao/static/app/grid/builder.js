// The dialog that puts conditions together: and, or, not; the operators of each kind of field.
import { icon } from "../page.js";
import { h } from "./dom.js";
import { makeValue } from "./values.js";

const DEEPEST = 3;

export function makeBuilder(dialog, config, store) {
  const { words } = config;
  const box = dialog.querySelector("[data-builder]");
  const fields = config.columns.filter((column) => column.operators);
  const joins = { and: words.all, or: words.any, not: words.none };
  let root = null;

  function select(options, chosen, label, onChange) {
    const element = h("select", { class: "form-select", "aria-label": label, on: { change: () => onChange(element.value) } });
    element.append(...options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
    return element;
  }

  function fresh() {
    return { field: fields[0].key, is: fields[0].operators[0] };
  }

  function condition(item, parent) {
    const column = store.column(item.field);
    const set = (patch) => {
      Object.assign(item, patch);
      render();
    };
    const names = column.operators.map((operator) => [operator, column.operatorWords?.[operator] ?? config.operators[operator]]);
    return h(
      "div",
      { class: "builder-line" },
      select(fields.map(({ key, label }) => [key, label]), item.field, words.field, (key) => {
        delete item.value;
        set({ field: key, is: store.column(key).operators[0] });
      }),
      select(names, item.is, words.operator, (operator) => {
        delete item.value;
        set({ is: operator });
      }),
      makeValue(item, column, config),
      remove(item, parent),
    );
  }

  function remove(item, parent) {
    const drop = () => {
      parent.items.splice(parent.items.indexOf(item), 1);
      render();
    };
    return h("button", { type: "button", class: "btn btn-icon btn-ghost btn-sm", "aria-label": words.remove, on: { click: drop } }, icon("x"));
  }

  function group(node, parent, depth) {
    const add = (item) => () => {
      node.items.push(item());
      render();
    };
    const lines = node.items.map((item) => (item.items ? group(item, node, depth + 1) : condition(item, node)));
    const head = h("div", { class: "builder-head" }, select(Object.entries(joins), node.op, words.join, (op) => (node.op = op)), parent ? remove(node, parent) : null);
    const more = [h("button", { type: "button", class: "btn btn-sm btn-ghost", on: { click: add(fresh) } }, icon("plus"), words.add)];
    if (depth < DEEPEST) more.push(h("button", { type: "button", class: "btn btn-sm btn-ghost", on: { click: add(() => ({ op: "or", items: [fresh(), fresh()] })) } }, icon("plus"), words.addGroup));
    return h("div", { class: "builder-group", role: "group" }, head, ...lines, h("div", { class: "row gap-1" }, ...more));
  }

  function render() {
    box.replaceChildren(group(root, null, 0));
  }

  /** Open with what holds now. */
  function open(index = -1) {
    root = { op: "and", items: structuredClone(store.state.items) };
    if (!root.items.length) root.items.push(fresh());
    render();
    dialog.showModal();
    box.querySelectorAll(".builder-group > .builder-line, .builder-group .builder-group")[index]?.querySelector("select")?.focus();
  }

  function complete(item) {
    if (item.items) return { ...item, items: item.items.map(complete).filter(Boolean) };
    if (item.is === "lately") return item.value?.ids.length ? item : null;
    const isWhole = ["empty", "filled"].includes(item.is) || (item.value !== undefined && item.value !== "" && !(Array.isArray(item.value) && (!item.value.length || item.value.includes(""))));
    return isWhole ? item : null;
  }

  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const whole = complete(root);
    const items = whole.items.filter((item) => !item.items || item.items.length);
    dialog.close();
    store.change({ items: root.op === "and" || !items.length ? items : [{ op: root.op, items }] });
  });

  return { open };
}
