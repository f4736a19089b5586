// The person's own corner: what waits, what this phone keeps, log out.
import { h, icon, toast, word } from "../dom.js";
import { counts, events, flush } from "../outbox.js";
import { held, refresh } from "../state.js";
import { wipe } from "../store.js";
import { card, row } from "./parts.js";

const shell = document.getElementById("phone").dataset;
// When it was said what a log-out would lose; the next press within these milliseconds means it.
let warnedAt = 0;
const MEANT = 15000;

export function me() {
  const { person, company } = held.state;
  const pending = counts.waiting + counts.failed;
  const isWarned = pending && Date.now() - warnedAt < MEANT;
  return [
    h("header", { class: "phone-hello" }, h("h1", {}, person.name), h("p", {}, `${person.department} · ${company}`)),
    card("", row({ href: "#/queue", sign: "cloud-upload", title: word("queue"), end: pending ? String(pending) : word("saved") }), row({ href: shell.profile, sign: "user", title: word("account") }), row({ href: "/", sign: "building", title: word("tileCrm") })),
    h("p", { class: "phone-hint" }, word("keeps")),
    h("button", { type: "button", class: `btn btn-lg btn-block${isWarned ? " btn-danger" : ""}`, onclick: logOut }, icon("logout"), isWarned ? word("logOutSure", { n: pending }) : word("logOut")),
  ];
}

/** Log-out wipes this phone: what is not sent yet would be lost, so it is said first. */
async function logOut() {
  await flush();
  if (counts.waiting + counts.failed && Date.now() - warnedAt > MEANT) {
    warnedAt = Date.now();
    return events.dispatchEvent(new Event("outbox"));
  }
  if (!(await refresh())) return toast(word("logOutOnline"));
  const answer = await fetch(shell.logout, { method: "POST", headers: { "X-CSRFToken": held.csrf }, redirect: "manual" }).catch(() => null);
  if (!answer) return toast(word("logOutOnline"));
  await wipe();
  location.assign(shell.login);
}
