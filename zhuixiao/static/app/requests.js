// What holds for every request of htmx: the CSRF token, the busy line, failures in words.
import { toast } from "./toasts.js";
import { word } from "./page.js";

let running = 0;

function count(change) {
  running = Math.max(0, running + change);
  document.documentElement.classList.toggle("is-loading", running > 0);
}

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
});

// Asking in the background (the bell) is nobody's waiting time.
document.addEventListener("htmx:beforeSend", (event) => {
  event.detail.requestConfig.isQuiet = /every|load/.test(event.detail.elt.getAttribute("hx-trigger") ?? "");
  if (!event.detail.requestConfig.isQuiet) count(1);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.requestConfig && !event.detail.requestConfig.isQuiet) count(-1);
});

// A rule's no has no body, only a toast: it must not wipe out what is on the page.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && !xhr.responseText.trim()) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status === 401 || requestConfig.isQuiet) return;
  if (/"toast"/.test(xhr.getResponseHeader("HX-Trigger") ?? "")) return;
  const words = { 403: "refused", 404: "missing" };
  toast({ text: word(words[xhr.status] ?? "failed"), kind: "error" });
});

document.addEventListener("htmx:sendError", (event) => {
  if (!event.detail.requestConfig?.isQuiet) toast({ text: word("offline"), kind: "error" });
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) count(-running);
});
