// Pieces that several screens are made of.
import { h, icon, word } from "../dom.js";
import { piece } from "../state.js";

/** The head of a screen with the way back. */
export const head = (title, back = "#/") => h("header", { class: "phone-head" }, h("a", { href: back, class: "phone-back", "aria-label": word("back") }, icon("chevron-left")), h("h1", {}, title));

export const card = (title, ...children) => h("section", { class: "phone-card" }, title && h("h2", {}, title), ...children);
export const empty = (text) => h("p", { class: "phone-empty" }, text);
export const field = (label, control, hint = "") => h("label", { class: "phone-field" }, h("span", {}, label), control, hint && h("small", {}, hint));

/** A row to press: drawing, name, what is beneath, what is at its end. */
export const row = ({ href, sign = "", title, under = "", end = null, onclick }) =>
  h(href ? "a" : onclick ? "button" : "div", { class: "phone-row", href, onclick, type: onclick && !href ? "button" : null }, sign && icon(sign), h("span", { class: "phone-row-text" }, h("strong", {}, title), under && h("small", {}, under)), end && h("span", { class: "phone-row-end" }, end));

/** One of a few, as chips; `chosen(value)` is told. */
export function chips(choices, value, chosen) {
  const box = h("div", { class: "phone-chips", role: "group" });
  const draw = (now) =>
    box.replaceChildren(
      ...choices.map(([key, label]) => h("button", { type: "button", class: "chip", "aria-pressed": String(key === now), onclick: () => (draw(key), chosen(key)) }, label)),
    );
  draw(value);
  return box;
}

/** The customers that the phone keeps, as objects. */
export const customers = () =>
  (piece("customers")?.rows ?? []).map(([id, name, latitude, longitude, stage, colour, lastContact, region]) => ({ id, name, latitude, longitude, stage, colour, lastContact, region }));

/** One of them by id; of one that the phone does not hold (of a pool, or of a colleague) what the address names. */
export const customerOf = (id, name = "") => (id ? (customers().find((one) => one.id === Number(id)) ?? { id: Number(id), name, latitude: null, longitude: null }) : null);

/** Where a screen begins at a customer: "#/visit?customer=7&name=…". */
export const at = (screen, { id, name }) => `#/${screen}?${new URLSearchParams({ customer: id, name })}`;

/** Choose a customer by typing: `chosen({id, name})` is told. */
export function customerField(value, chosen) {
  const known = customers();
  const list = h("div", { class: "phone-options" });
  const input = h("input", { class: "form-control", type: "search", placeholder: word("customerName"), value: value?.name ?? "", autocomplete: "off", required: true, "aria-label": word("customer") });
  const offer = () => {
    const typed = input.value.trim().toLowerCase();
    const found = known.filter((one) => !typed || one.name.toLowerCase().includes(typed)).slice(0, 8);
    list.replaceChildren(...found.map((one) => h("button", { type: "button", class: "phone-option", onclick: () => take(one) }, one.name, one.region && h("small", {}, one.region))));
  };
  const take = (one) => {
    input.value = one.name;
    input.setCustomValidity("");
    list.replaceChildren();
    chosen(one);
  };
  input.addEventListener("focus", offer);
  input.addEventListener("input", () => {
    const same = known.find((one) => one.name === input.value.trim());
    chosen(same ?? null);
    input.setCustomValidity(same ? "" : word("chooseCustomer"));
    offer();
  });
  if (!value) input.setCustomValidity(word("chooseCustomer"));
  return h("div", { class: "phone-field" }, h("span", {}, word("customer")), input, list);
}
