// <a href="/customers/new/" data-dialog>: the page opens as a dialog; data-dialog="wide" or "small" for its width.
// The server closes it with HX-Trigger: closeDialog. Any fragment swapped into #dialog-content opens it.
import { ask } from "./confirm.js";
import { word } from "./page.js";

const dialog = document.getElementById("dialog");
const content = document.getElementById("dialog-content");

export function openDialog(url, width = "") {
  dialog.className = width ? `dialog dialog-${width}` : "dialog";
  window.htmx.ajax("GET", url, { source: content, target: content, swap: "innerHTML" });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  opener.closest("dialog.palette")?.close();
  openDialog(opener.dataset.dialogUrl || opener.href, opener.dataset.dialog);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== content || !content.childElementCount) return;
  const title = content.querySelector(".dialog-title");
  if (title) dialog.setAttribute("aria-label", title.textContent.trim());
  if (!dialog.open) dialog.showModal();
  const first = "[autofocus], .dialog-body :is(input, select, textarea):not([type=hidden], [type=checkbox], [type=file])";
  (content.querySelector("[aria-invalid=true]") ?? content.querySelector(first) ?? title)?.focus();
});

// Lists of choices grow when they are dressed; what is wrong has to be in sight after that.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target === content) content.querySelector("[aria-invalid=true]")?.scrollIntoView({ block: "center" });
});

// Clicks on the backdrop hit the dialog itself; the press must begin there too (text selection ends anywhere).
let pressedOutside = false;
dialog.addEventListener("pointerdown", (event) => (pressedOutside = event.target === dialog));
dialog.addEventListener("click", (event) => {
  if (event.target === dialog && pressedOutside) leave();
});
dialog.addEventListener("cancel", (event) => {
  if (event.target !== dialog) return;
  event.preventDefault();
  leave();
});
dialog.addEventListener("close", (event) => {
  if (event.target === dialog) content.replaceChildren();
});
// A form that sends itself at once has nothing to lose.
dialog.addEventListener("input", (event) => {
  if (!event.target.closest("form[data-autosubmit]")) dialog.dataset.dirty = "yes";
});

/** Close; typed text that no draft keeps is given up only on purpose. */
async function leave() {
  const isLost = dialog.dataset.dirty && !content.querySelector("form[data-autosave]");
  if (isLost && !(await ask(word("leave")))) return;
  shut();
}

function shut() {
  delete dialog.dataset.dirty;
  dialog.close();
}

document.addEventListener("closeDialog", shut);
document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  const around = closer?.closest("dialog");
  if (!around) return;
  event.preventDefault();
  if (around === dialog) leave();
  else around.close();
});
