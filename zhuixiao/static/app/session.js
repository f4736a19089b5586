// The session ended while somebody was typing: they log in in a new tab and send again.
// The server answers 401 with HX-Trigger: sessionExpired. Who has logged in elsewhere meanwhile needs a new token only.
import { store } from "./page.js";

const PAUSE = 5000;
let waiting = null;
let renewed = 0;

// The event comes from the element whose request was refused; the bell's own asking is nobody's work.
document.addEventListener("sessionExpired", async (event) => {
  if (/every|load/.test(event.target.getAttribute("hx-trigger") ?? "")) return;
  waiting = event.target;
  // Refused again at once: a new token was not what it needed.
  if (Date.now() - renewed > PAUSE && (await renewToken())) return resend();
  const dialog = document.getElementById("session");
  if (dialog && !dialog.open) dialog.showModal();
});

document.addEventListener("click", async (event) => {
  if (!event.target.closest("[data-session-retry]")) return;
  if (!(await renewToken())) return;
  document.getElementById("session").close();
  resend();
});

function resend() {
  renewed = Date.now();
  const sender = waiting;
  waiting = null;
  if (sender instanceof HTMLFormElement) sender.requestSubmit();
  else sender?.click();
}

/** Logging in made a new CSRF token: take it from a fresh copy of this page. False: still logged out. */
async function renewToken() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('meta[name="csrf-token"]')?.content;
  if (!token) return false;
  document.querySelector('meta[name="csrf-token"]').content = token;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
  return true;
}

// What was kept in this browser belongs to the person who leaves.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-logout]")) return;
  store.drop("draft:");
  store.drop("recent:");
});
