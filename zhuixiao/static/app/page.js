// What several modules ask of the page.

/** Words that JavaScript shows stand in the page, translated: <div id="words" data-offline="…">. */
export function word(name) {
  return document.getElementById("words")?.dataset[name] ?? "";
}

/** The id of the person, so that two people on one computer do not meet each other's drafts. */
export const person = document.body.dataset.user ?? "";

/** Call `set(element)` once for each match, now and in whatever htmx brings later. */
export function each(selector, set) {
  const known = new WeakSet();
  const once = (element) => {
    if (known.has(element)) return;
    known.add(element);
    set(element);
  };
  const run = (root) => {
    if (root.matches?.(selector)) once(root);
    root.querySelectorAll(selector).forEach(once);
  };
  run(document);
  document.addEventListener("htmx:load", (event) => run(event.target));
}

/** Run `call` once the calls have stopped for this many milliseconds. */
export function later(milliseconds, call) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...values), milliseconds);
  };
}

/** A new random id; randomUUID exists in secure contexts only, and a shop's own server may be plain http. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** localStorage that may be forbidden or full. */
export const store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Nothing is lost but the convenience.
    }
  },
  drop(prefix) {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(prefix)).forEach((key) => localStorage.removeItem(key));
    } catch {
      // As above.
    }
  },
};

/** A drawing of the sprite, for elements that JavaScript makes. */
export function icon(name) {
  const known = document.querySelector("svg.icon > use");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${known?.getAttribute("href").split("#")[0] ?? ""}#${name}`);
  svg.append(use);
  return svg;
}
