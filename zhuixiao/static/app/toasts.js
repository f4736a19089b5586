// Short news at the bottom. From the server: HX-Trigger {"toast": {"text", "kind", "undo", "link", "link_text"}}.
// From a module: import toast of this file; toast({ text, kind: "success|error|info|warning" }).

const region = document.getElementById("toasts");
const template = document.getElementById("toast-template");
const SECONDS = 8;

export function toast({ text, value, kind = "info", undo = "", link = "", link_text: linkText = "" }) {
  const box = template.content.firstElementChild.cloneNode(true);
  box.classList.add(`toast-${kind}`);
  box.querySelector(".toast-text").textContent = text ?? value ?? "";
  const anchor = box.querySelector("[data-toast-link]");
  if (link) {
    anchor.href = link;
    anchor.textContent = linkText;
    anchor.hidden = false;
  }
  const button = box.querySelector("[data-toast-undo]");
  if (undo) {
    button.hidden = false;
    button.dataset.toastUndo = undo;
  }
  if (kind === "error") box.setAttribute("role", "alert");
  region.append(box);
  while (region.childElementCount > 3) region.firstElementChild.remove();
  raise();
  expire(box);
}

/** Above an open dialog, and inside it, because everything outside of one cannot be pressed. */
function raise() {
  const dialogs = [...document.querySelectorAll("dialog[open]")].filter((dialog) => dialog.matches(":modal"));
  (dialogs.at(-1) ?? document.body).append(region);
  if (!region.showPopover) return;
  if (region.matches(":popover-open")) region.hidePopover();
  region.showPopover();
}

/** Stays while the mouse or the focus is on it. */
function expire(box) {
  const end = () => {
    if (box.matches(":hover, :focus-within")) setTimeout(end, 1500);
    else box.remove();
  };
  setTimeout(end, SECONDS * 1000);
}

document.addEventListener("toast", (event) => toast(event.detail));
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toast-close], [data-toast-undo]");
  if (button?.dataset.toastUndo) window.htmx.ajax("POST", button.dataset.toastUndo, { swap: "none" });
  button?.closest(".toast").remove();
});
document.addEventListener("close", () => document.body.append(region), true);
region.querySelectorAll("[data-toast]").forEach(expire);
