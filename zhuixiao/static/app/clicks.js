// Small clicks: <tr data-href> follows its link, data-back goes back, data-copy="text" copies.
import { toast } from "./toasts.js";
import { word } from "./page.js";

document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  const isOwn = event.target.closest("a, button, input, select, textarea, label, summary");
  if (row && !isOwn && !window.getSelection()?.toString()) {
    const link = row.querySelector("a[data-panel]");
    if (link && !event.ctrlKey && !event.metaKey) link.click();
    else if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else location.assign(row.dataset.href);
  }
  if (event.target.closest("[data-back]")) {
    if (history.length > 1) history.back();
    else location.assign("/");
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(button.dataset.copy);
  toast({ text: word("copied"), kind: "success" });
});

// <a href="/customers/map/" data-same-query>: goes there with the parameters that the address has by now.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-same-query]");
  if (link) link.search = location.search;
}, true);
