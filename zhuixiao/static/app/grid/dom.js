// Making elements without markup in strings: h("button", { class: "btn", type: "button", on: { click } }, "Save").
import { renewed } from "../session.js";

export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "on") Object.entries(value).forEach(([type, call]) => element.addEventListener(type, call));
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** Fill "%s selected" with 12. */
export function fill(words, value) {
  return words.replace("%s", value);
}

export const number = new Intl.NumberFormat(document.documentElement.lang || "zh");

/** Put a floating element under (or over) another one, inside the window. */
export function place(floating, anchor, { width = 0 } = {}) {
  const box = anchor.getBoundingClientRect();
  floating.style.minWidth = `${Math.max(width, box.width)}px`;
  const { offsetWidth, offsetHeight } = floating;
  const below = window.innerHeight - box.bottom;
  const top = below < offsetHeight + 8 && box.top > below ? box.top - offsetHeight - 4 : box.bottom + 4;
  floating.style.top = `${Math.max(8, top)}px`;
  floating.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - offsetWidth - 8))}px`;
}

/** Send a form with the CSRF token, after a log-in where the session ended; gives { status, body } and never throws (status 0: no connection). */
export async function post(url, values) {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  try {
    const response = await fetch(url, { method: "POST", body: new URLSearchParams(values), headers });
    if (response.status === 401 && (await renewed())) return post(url, values);
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, body: {} };
  }
}

/** For comparing while typing: no case, no width. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().trim();
}
