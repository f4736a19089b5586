// How a value looks in its cell, by the kind of its column.
import { icon } from "../page.js";
import { fill, h, number } from "./dom.js";

const QUIET = 30;
const SILENT = 60;

export function makeCells(config, source) {
  const { words } = config;
  const today = new Date(`${config.today}T00:00`);

  const drawings = {
    option: (key, id) => {
      const [text, colour] = source.name(key, id);
      if (key === "stage") return h("span", { class: `badge tone-${colour || "grey"}` }, text);
      return key === "importance" ? h("span", { class: `dot tone-${colour || "grey"}` }, text) : text;
    },
    options: (key, ids) =>
      ids.map((id) => {
        const [text, colour] = source.name(key, id);
        return h("span", { class: `badge tone-${colour || "grey"}` }, text);
      }),
    products: (key, ids) => ids.map((id) => source.name(key, id)[0]).join(" · "),
    employee: (key, id) => {
      const [name, colour] = source.name(key, id);
      const last = name.slice(-1);
      const mark = /[\u4e00-\u9fff]/.test(last) ? last : name.slice(0, 1).toUpperCase();
      const face = h("span", { class: `avatar avatar-sm tone-${colour || "grey"}`, "aria-hidden": "true" }, mark);
      return h("span", { class: "person" }, face, h("span", { class: "truncate" }, name));
    },
    masked: (key, text, column) => {
      if (!column.mayReveal) return text;
      const label = words.reveal;
      return [h("span", { class: "truncate" }, text), h("button", { type: "button", class: "grid-reveal", tabindex: "-1", "aria-label": label, title: label, data: { reveal: key } }, icon("eye"))];
    },
    moment: (key, text) => near(text.slice(0, 10), text.replace("T", " ")),
    date: (key, text) => (key === "next_contact" ? due(text) : near(text, text)),
    days: (key, days) => {
      const tone = days >= SILENT ? "red" : days >= QUIET ? "amber" : "";
      return h("span", { class: tone ? `grid-days tone-${tone}` : "" }, fill(words.days, number.format(days)));
    },
    integer: (key, value) => number.format(value),
    number: (key, value) => number.format(value),
    money: (key, value) => (value / 100).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 2 }),
    percent: (key, value) => `${(value / 100).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })}%`,
    choice: (key, value, column) => column.choices.find((choice) => choice[0] === value)?.[1] ?? value,
    multi: (key, values) => values.join(" · "),
  };
  drawings.phone = drawings.email = drawings.masked;
  drawings.bought = drawings.contacts = drawings.employees = drawings.products;
  drawings.channel = drawings.department = drawings.region = (key, id) => source.name(key, id)[0];

  function distance(text) {
    return Math.round((new Date(`${text}T00:00`) - today) / 86400000);
  }

  function near(text, exact) {
    const word = { 0: words.today, 1: words.tomorrow, "-1": words.yesterday }[distance(text)];
    const short = text.startsWith(config.today.slice(0, 4)) ? text.slice(5) : text;
    return h("time", { datetime: text, title: exact }, word ?? short);
  }

  function due(text) {
    const days = distance(text);
    if (days > 0) return near(text, text);
    const tone = days < 0 ? "red" : "amber";
    const short = text.startsWith(config.today.slice(0, 4)) ? text.slice(5) : text;
    const parts = days < 0 ? [`${short} `, h("small", {}, words.overdue)] : [words.today];
    return h("time", { class: `grid-due tone-${tone}`, datetime: text, title: text }, ...parts);
  }

  function name(row, text) {
    const importance = source.cell(row, "importance");
    const colour = importance ? source.name("importance", importance)[1] : "";
    const url = config.urls.page.replace("/0/", `/${row[0]}/`);
    return [
      h("span", { class: `grid-mark ${colour ? `tone-${colour}` : ""}`, "aria-hidden": "true" }),
      h("a", { class: "grid-name truncate", href: url, tabindex: "-1", title: text }, text),
    ];
  }

  /** Fill the cell element of a row. */
  return function draw(element, row, column, value) {
    const isEmpty = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
    // A number that the role sees masked comes as dots.
    const isMasked = typeof value === "string" && ["money", "percent", "integer"].includes(column.kind);
    const plain = !isEmpty && typeof value === "string" && (isMasked || !drawings[column.kind]);
    if (column.key === "name") element.replaceChildren(...name(row, value));
    else if (isEmpty) element.replaceChildren(...(column.kind === "percent" ? ["—"] : []));
    else if (isMasked) element.replaceChildren(value);
    else element.replaceChildren(...[drawings[column.kind]?.(column.key, value, column) ?? value].flat());
    if (plain || ["region", "products", "bought", "contacts", "employees"].includes(column.kind)) element.title = element.textContent;
  };
}
