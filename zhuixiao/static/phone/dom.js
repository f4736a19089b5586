// Small tools of the phone's screens: elements, words, times, icons. Text never becomes HTML.
const shell = document.getElementById("phone");
export const words = JSON.parse(document.getElementById("phone-words").textContent);
export const language = document.documentElement.lang;

/** A word of the shell, {name} filled in. */
export function word(key, values = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");
}

/** h("button", {class: "btn", onclick: …}, "text", node…): attributes, listeners and properties by their names. */
export function h(tag, given = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "srcObject") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((one) => one !== null && one !== undefined && one !== false && one !== ""));
  return node;
}

export function icon(name, css = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon ${css}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${shell.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** A new random id, also without a secure context. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

let zone;
export const useZone = (name) => (zone = name);
const format = (options) => new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
export const clock = (iso) => format({ hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(iso));
export const dateTime = (iso) => format({ month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(iso));
export const longDay = (iso) => format({ month: "long", day: "numeric", weekday: "long" }).format(new Date(iso));
/** "2026-03-02" of an instant, as the company's calendar has it. */
export const dayOf = (instant) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(instant);
export const addDays = (day, days) => new Date(Date.parse(`${day}T12:00:00Z`) + days * 86400000).toISOString().slice(0, 10);

export function metres(number) {
  return number < 1000 ? word("metres", { n: Math.round(number) }) : word("kilometres", { n: (number / 1000).toFixed(1).replace(/\.0$/, "") });
}

/** Great-circle metres between [latitude, longitude] pairs, as the server counts them. */
export function distance([lat1, lng1], [lat2, lng2]) {
  const rad = Math.PI / 180;
  const half = Math.sin(((lat2 - lat1) * rad) / 2) ** 2 + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lng2 - lng1) * rad) / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Short news above the tab bar. */
export function toast(text, { action = "", run = null, stays = false } = {}) {
  const box = h("div", { class: "phone-toast", role: "status" }, h("span", {}, text));
  if (run) box.append(h("button", { type: "button", class: "phone-toast-action", onclick: () => (box.remove(), run()) }, action));
  document.getElementById("phone-toasts").replaceChildren(box);
  if (!stays) setTimeout(() => box.remove(), 6000);
  return box;
}
