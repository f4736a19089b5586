// The person's own corner: what waits, what this phone keeps, log out.
import { h, icon, toast, word } from "../dom.js";
import { counts, flush } from "../outbox.js";
import { held, refresh } from "../state.js";
import { wipe } from "../store.js";
import { card, row } from "./parts.js";

const shell = document.getElementById("phone").dataset;

export function me() {
  const { person, company } = held.state;
  const pending = counts.waiting + counts.failed;
  return [
    h("header", { class: "phone-hello" }, h("h1", {}, person.name), h("p", {}, `${person.department} · ${company}`)),
    card("", row({ href: "#/queue", sign: "cloud-upload", title: word("queue"), end: pending ? String(pending) : word("saved") }), row({ href: shell.profile, sign: "user", title: word("account") }), row({ href: "/", sign: "building", title: word("tileCrm") })),
    h("p", { class: "phone-hint" }, word("keeps")),
    h("button", { type: "button", class: "btn btn-lg btn-block", onclick: (event) => logOut(event.currentTarget) }, icon("logout"), word("logOut")),
  ];
}

/** Log-out wipes this phone: what is not sent yet would be lost, so it is said first. */
async function logOut(button) {
  await flush();
  const pending = counts.waiting + counts.failed;
  if (pending && !button.dataset.sure) {
    button.dataset.sure = "yes";
    button.classList.add("btn-danger");
    button.replaceChildren(icon("logout"), word("logOutSure", { n: pending }));
    return;
  }
  if (!(await refresh())) return toast(word("logOutOnline"));
  const answer = await fetch(shell.logout, { method: "POST", headers: { "X-CSRFToken": held.csrf }, redirect: "manual" }).catch(() => null);
  if (!answer) return toast(word("logOutOnline"));
  await wipe();
  location.assign(shell.login);
}
