// <a data-keys="g c">: pressed by the keys g, c. All of them are listed under "?" with their text.
// Ctrl+Enter sends the form in which one types. J and K are given to panel.js as keys:next and keys:previous.

const TYPING = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]";
const WAIT = 1200;
let typed = [];
let timer = 0;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return send(event);
  const isElsewhere = event.ctrlKey || event.metaKey || event.altKey;
  if (isElsewhere || event.target.closest(TYPING) || document.querySelector("dialog[open]")) return;
  press(event);
});

function send(event) {
  const form = event.target.closest("form");
  if (!form || form.method === "dialog") return;
  event.preventDefault();
  form.requestSubmit();
}

function press(event) {
  if (event.key.length !== 1) return;
  if (event.key === "j") return document.dispatchEvent(new CustomEvent("keys:next"));
  if (event.key === "k") return document.dispatchEvent(new CustomEvent("keys:previous"));
  clearTimeout(timer);
  timer = setTimeout(() => (typed = []), WAIT);
  typed = [...typed, event.key.toLowerCase()];
  const found = bound(typed.join(" ")) ?? bound(event.key.toLowerCase());
  if (found) {
    event.preventDefault();
    typed = [];
    found.click();
  }
}

/** The element of these keys: the page's own before the shell's. Items of closed menus and of
 *  the rail's hidden tabs count: those are visible when open, these on their page. */
function bound(keys) {
  const all = [...document.querySelectorAll(`[data-keys="${CSS.escape(keys)}"]`)];
  const usable = all.filter((element) => element.offsetParent || element.closest("details:not([open]), .rail-list"));
  return usable.find((element) => element.closest("main")) ?? usable[0];
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keymap]")) return;
  const list = document.querySelector("[data-keymap-list]");
  list.querySelectorAll("[data-found]").forEach((row) => row.remove());
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-keys]")) {
    if (seen.has(element.dataset.keys)) continue;
    seen.add(element.dataset.keys);
    list.append(row(label(element), element.dataset.keys.split(" ")));
  }
  document.getElementById("keymap").showModal();
});

function label(element) {
  const words = element.querySelector(".rail-label, span:not(kbd)") ?? element;
  return element.title || element.ariaLabel || words.textContent.trim();
}

function row(text, keys) {
  const box = document.createElement("div");
  box.dataset.found = "";
  const name = document.createElement("dt");
  name.textContent = text;
  const caps = document.createElement("dd");
  caps.append(...keys.map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
  box.append(name, caps);
  return box;
}
