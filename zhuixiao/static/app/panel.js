// <a href="/customers/7/" data-panel data-panel-key="7">: opens the address in the side panel.
// J and K walk along these links; a page that draws its rows itself listens for panel:next and panel:previous
// on the document and calls preventDefault. With data-panel-key the address keeps ?peek=7 and opens it again.

const panel = document.getElementById("panel");
const content = document.getElementById("panel-content");
let current = null;

export function openPanel(url, key = "") {
  if (!panel) return;
  window.htmx.ajax("GET", url, { source: content, target: content, swap: "innerHTML" });
  remember(key);
}

export function closePanel() {
  if (!panel || panel.hidden) return;
  panel.hidden = true;
  content.replaceChildren();
  mark(null)?.focus({ preventScroll: true });
  remember("");
  document.dispatchEvent(new CustomEvent("panel:closed"));
}

function remember(key) {
  const url = new URL(location.href);
  if (key) url.searchParams.set("peek", key);
  else url.searchParams.delete("peek");
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

/** Mark the row of the open record; gives the link that was open before. */
function mark(link) {
  const before = current;
  before?.closest("tr, li, .list-row")?.classList.remove("is-current");
  link?.closest("tr, li, .list-row")?.classList.add("is-current");
  current = link;
  return before;
}

function open(link) {
  mark(link);
  link.scrollIntoView({ block: "nearest" });
  openPanel(link.dataset.panelUrl || link.href, link.dataset.panelKey);
}

function walk(step) {
  const name = step > 0 ? "panel:next" : "panel:previous";
  if (!document.dispatchEvent(new CustomEvent(name, { cancelable: true }))) return;
  const links = [...document.querySelectorAll("[data-panel]")];
  const place = links.indexOf(current);
  const next = links[place < 0 ? 0 : place + step];
  if (next) open(next);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-panel]");
  if (link && panel && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    open(link);
  } else if (event.target.closest("#panel [data-close]")) {
    event.preventDefault();
    closePanel();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === content) panel.hidden = !content.childElementCount;
});

document.addEventListener("closePanel", closePanel);
document.addEventListener("keys:next", () => walk(1));
document.addEventListener("keys:previous", () => walk(-1));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], details.menu[open]")) closePanel();
});

const peek = new URL(location.href).searchParams.get("peek");
const asked = peek && document.querySelector(`[data-panel-key="${CSS.escape(peek)}"]`);
if (asked) open(asked);
