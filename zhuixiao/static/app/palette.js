// The command box: [data-palette] or Ctrl+K opens it. It asks the dialog's data-url with ?q= and shows the answer, a
// fragment of <a class="palette-option" role="option" href="…">; before that it offers what was opened last, pages and commands.
// <button data-command="Dark"> is pressed by choosing its words (its own text without a value).
// A record's page adds itself with <… data-recent="Name" data-recent-icon="building">.
import { icon, later, person, store } from "./page.js";

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const results = document.getElementById("palette-results");
const KEY = `recent:${person}`;
let chosen = -1;
let asked = 0;

function show() {
  if (!dialog || dialog.open) return;
  document.querySelectorAll("dialog[open]").forEach((other) => other.id !== "dialog" && other.close());
  input.value = "";
  dialog.showModal();
  draw("");
}

function draw(found) {
  const query = input.value.trim().toLowerCase();
  results.innerHTML = found;
  if (!query) group(dialog.dataset.recent, store.read(KEY) ?? []);
  const places = links().filter((link) => !query || link.text.toLowerCase().includes(query));
  const pages = places.filter((link) => !link.dialog);
  group(dialog.dataset.goto, query ? pages.slice(0, 5) : pages);
  group(dialog.dataset.create, places.filter((link) => link.dialog));
  if (query) group(dialog.dataset.commands, commands().filter((command) => command.text.toLowerCase().includes(query)));
  if (!results.childElementCount) results.innerHTML = `<p class="palette-empty"></p>`;
  const empty = results.querySelector(".palette-empty");
  if (empty) empty.textContent = document.getElementById("words").dataset.nothing;
  choose(0);
}

/** Pages of the rail and commands of the New menu, as the shell shows them to this person. */
function links() {
  const all = document.querySelectorAll(".topbar a.menu-item[data-dialog], .rail a.rail-link");
  const seen = new Map();
  for (const link of all) {
    const text = link.querySelector("span").textContent.trim();
    const drawing = link.querySelector("use")?.getAttribute("href").split("#")[1];
    seen.set(link.href, { text, url: link.href, icon: drawing, keys: link.dataset.keys, dialog: "dialog" in link.dataset });
  }
  return [...seen.values()];
}

/** What the person's own menu does, by the words that stand there: appearance, language, log out. */
function commands() {
  return [...document.querySelectorAll("[data-command]")].map((press) => {
    const drawing = press.querySelector("use")?.getAttribute("href").split("#")[1];
    return { text: press.dataset.command || press.textContent.trim(), icon: drawing, press };
  });
}

function group(title, entries) {
  if (!entries.length) return;
  const head = Object.assign(document.createElement("p"), { className: "palette-group", textContent: title });
  results.append(head, ...entries.map(option));
}

function option(entry) {
  const link = document.createElement(entry.press ? "button" : "a");
  link.className = "palette-option";
  if (entry.url) link.href = entry.url;
  if (entry.press) link.addEventListener("click", () => (dialog.close(), entry.press.click()));
  link.setAttribute("role", "option");
  if (entry.dialog) link.dataset.dialog = "";
  const text = Object.assign(document.createElement("span"), { textContent: entry.text });
  link.append(icon(entry.icon ?? "arrow-right"), text);
  if (entry.keys) link.append(Object.assign(document.createElement("kbd"), { textContent: entry.keys }));
  return link;
}

function choose(place) {
  const options = [...results.querySelectorAll("[role=option]")];
  chosen = options.length ? (place + options.length) % options.length : -1;
  options.forEach((each, index) => {
    each.id = `palette-${index}`;
    each.tabIndex = -1;
    each.setAttribute("aria-selected", String(index === chosen));
  });
  if (chosen < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", `palette-${chosen}`);
  options[chosen].scrollIntoView({ block: "nearest" });
}

const ask = later(120, async () => {
  const query = input.value.trim();
  const number = ++asked;
  if (!query || !dialog.dataset.url) return draw("");
  const url = `${dialog.dataset.url}?q=${encodeURIComponent(query)}`;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (number === asked) draw(answer?.ok ? await answer.text() : "");
});

input?.addEventListener("input", ask);
input?.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    results.querySelector("[aria-selected=true]")?.click();
  } else if (event.key === "Escape") {
    // The browser would only empty the field first.
    event.preventDefault();
    dialog.close();
  }
});
dialog?.addEventListener("click", (event) => event.target === dialog && dialog.close());
document.addEventListener("click", (event) => event.target.closest("[data-palette]") && show());
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    show();
  }
});

const record = document.querySelector("[data-recent]:not(dialog)");
if (record && person) {
  const entry = { text: record.dataset.recent, url: location.pathname, icon: record.dataset.recentIcon };
  const before = (store.read(KEY) ?? []).filter((other) => other.url !== entry.url);
  store.write(KEY, [entry, ...before].slice(0, 6));
}
