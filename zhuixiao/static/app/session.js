// The session ended while somebody was typing: they log in in a new tab and send again.
// The server answers 401 with HX-Trigger: sessionExpired. Who has logged in elsewhere meanwhile needs a new token only.
import { store } from "./page.js";

const PAUSE = 5000;
let renewedAt = 0;

/** After a 401: true once the request can be sent again, false when the person does not want to log in now. */
export async function renewed() {
  // Refused again at once: a new token was not what it needed.
  if (Date.now() - renewedAt > PAUSE && (await renewToken())) return true;
  const dialog = document.getElementById("session");
  if (!dialog) return false;
  if (!dialog.open) {
    dialog.returnValue = "";
    dialog.showModal();
  }
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue === "again"), { once: true }));
}

// The event comes from the element whose request was refused; the bell's own asking is nobody's work.
document.addEventListener("sessionExpired", async (event) => {
  const sender = event.target;
  if (/every|load/.test(sender.getAttribute("hx-trigger") ?? "") || !(await renewed())) return;
  if (sender instanceof HTMLFormElement) sender.requestSubmit();
  else sender.click();
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-session-retry]") && (await renewToken())) document.getElementById("session").close("again");
});

/** Logging in made a new CSRF token: take it from a fresh copy of this page. False: still logged out. */
async function renewToken() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('meta[name="csrf-token"]')?.content;
  if (!token) return false;
  document.querySelector('meta[name="csrf-token"]').content = token;
  document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => (input.value = token));
  renewedAt = Date.now();
  return true;
}

// What was kept in this browser belongs to the person who leaves.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-logout]")) return;
  store.drop("draft:");
  store.drop("recent:");
});
